// Every screen in the languages in which the shorter tests did not see it: does it fit, and does axe find anything, by day
// and by night? And does the Tab key come to everything?
import { browserHouse } from '../testing/browser.ts'
import { testThatAxeFindsNothing } from './testing/axe.ts'
import { testThatAllFits } from './testing/fit-walk.ts'
import { halves, readBesides } from './testing/screen-walk.ts'
import { testThatTabGoesThrough } from './testing/tab-walk.ts'

const house = browserHouse()

testThatAllFits(house, readBesides)
testThatAxeFindsNothing(house, [...halves[1], ...readBesides], 'always')
testThatTabGoesThrough(house, 120)
