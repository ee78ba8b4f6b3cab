import type { Texts } from './messages.ts'

// One chunk: the browser loads the sentences of all rooms in one language, and only in that one.
const files = import.meta.glob<Texts>(['./en.json', '../rooms/*/en.json', '../rooms/*/web/en.json'], {
  eager: true,
  import: 'default',
})

/** Every sentence of the screens in one language. */
export const texts: Texts = Object.assign({}, ...Object.values(files))
