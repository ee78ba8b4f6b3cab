import { testThatAMeasureComesToRun } from './testing/journey.ts'

testThatAMeasureComesToRun('nl')
testThatAMeasureComesToRun('dk')
