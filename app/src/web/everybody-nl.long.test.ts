// Everybody who can be played in the Dutch demonstration, in every language, on every screen they can open.
import { walkEverybody } from './testing/persona-walk.ts'

walkEverybody('nl')
