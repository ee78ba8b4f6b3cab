import { testThatTheLogIsRead } from './testing/read-log.ts'

testThatTheLogIsRead('dk')
