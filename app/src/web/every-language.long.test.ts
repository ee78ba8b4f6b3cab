// Every screen in the languages in which the shorter tests did not see it: does it fit, and does axe find anything?
import { browserHouse } from '../testing/browser.ts'
import { testThatAxeFindsNothing } from './testing/axe.ts'
import { testThatAllFits } from './testing/fit-walk.ts'
import { readBesides } from './testing/screen-walk.ts'

const house = browserHouse()

testThatAllFits(house, readBesides)
testThatAxeFindsNothing(house, readBesides)
