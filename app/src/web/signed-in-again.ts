// One tab tells the others that somebody has signed in. It says nothing of who: each tab asks the server.
const channelName = 'openwacht.signed-in'

/** Tells the other tabs of this browser that somebody has signed in. */
export function tellSignedIn(): void {
  const channel = new BroadcastChannel(channelName)
  channel.postMessage('signed-in')
  channel.close()
}

/** Calls `onSignedIn` when another tab tells it; gives the function that stops listening. */
export function listenForSignIn(onSignedIn: () => void): () => void {
  const channel = new BroadcastChannel(channelName)
  channel.addEventListener('message', onSignedIn)
  return () => channel.close()
}
