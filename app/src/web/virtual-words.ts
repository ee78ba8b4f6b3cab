/** Made when the screens are built, by `words-of-rooms.ts`. */
declare module 'virtual:words' {
  type Load = () => Promise<{ readonly texts: Readonly<Record<string, string>> }>
  export const words: Readonly<Record<string, Readonly<Record<'nl' | 'da' | 'en', Load>>>>
}
