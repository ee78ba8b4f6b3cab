import type { Texts } from './messages.ts'

// One chunk: the browser loads the sentences of all rooms in one language, and only in that one.
const files = import.meta.glob<Texts>(['./da.json', '../rooms/*/da.json', '../rooms/*/web/da.json'], {
  eager: true,
  import: 'default',
})

/** Every sentence of the screens in one language. */
export const texts: Texts = Object.assign({}, ...Object.values(files))
