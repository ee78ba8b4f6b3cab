import type { Say } from '../platform/problem.ts'
import { readTool } from '../rooms/measures/tools/read-tool.ts'
import type { ToolSettings } from '../rooms/measures/tools/tool-settings.ts'
import type { Io } from './command.ts'
import type { DeclarationFile } from './measure-files.ts'

/** The settings in an export, or undefined where it was not read; the person is told why and where. */
export function settingsIn({ name, text }: DeclarationFile, say: Say, io: Io): ToolSettings | undefined {
  const read = readTool(text)
  if (read.kind === 'read') return read.settings
  const { code, line, column } = read.fault
  io.say(`${name}:${line}:${column}: ${say(`measures.tool-fault.${code}`)}`)
  return undefined
}
