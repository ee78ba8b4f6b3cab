// Everybody who can be played in the Danish demonstration, in every language, on every screen they can open.
import { walkEverybody } from './testing/persona-walk.ts'

walkEverybody('dk')
