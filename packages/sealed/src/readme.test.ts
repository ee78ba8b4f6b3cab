import { join } from 'node:path'
import { testPackage } from '../../../tools/package-readme.ts'

testPackage(join(import.meta.dirname, '..'), 8)
