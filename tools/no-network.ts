// Loaded before a program (`node --import …/no-network.ts`) that has no business on the network: every connection to
// another machine is refused, so that such a program fails the same way everywhere instead of depending on a server.
import net from 'node:net'

type Target = { readonly host?: string | null; readonly path?: string | null }

const connect = net.Socket.prototype.connect

net.Socket.prototype.connect = function (this: net.Socket, ...args: unknown[]): net.Socket {
  const { host, path } = targetOf(args)
  if (typeof path === 'string' || host === '127.0.0.1' || host === '::1') {
    // Passed on as they came; the type of a reflected call is unknown.
    return Reflect.apply(connect, this, args) as net.Socket
  }
  // Afterwards, because TLS still asks the socket for things in the same turn.
  const refused = new Error(`no network here: refused a connection to "${host ?? 'localhost'}"`)
  process.nextTick(() => this.destroy(refused))
  return this
} as typeof connect

function targetOf(args: readonly unknown[]): Target {
  // Node calls itself with its arguments already put in one array.
  const [first, second] = Array.isArray(args[0]) ? args[0] : args
  if (typeof first === 'object' && first !== null) return first
  return typeof first === 'string' ? { path: first } : { host: String(second) }
}
