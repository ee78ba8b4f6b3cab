// What the import rules need to know of one source file, read with the compiler's own parser.
import ts from 'typescript'

/** One import, export-from or dynamic import. */
export type Import = {
  readonly specifier: string
  /** Nothing of it exists when the program runs. */
  readonly typeOnly: boolean
  /** Names taken from the module, in its own spelling; empty for a whole-module import. */
  readonly names: readonly string[]
  /** The names are passed on to whoever imports this file. */
  readonly passedOn: boolean
  readonly line: number
}

/** Something a file does at a line, quoted from it. */
export type Use = { readonly words: string; readonly line: number }

/** One parsed file. */
export type SourceFile = {
  readonly imports: readonly Import[]
  readonly defaultExports: readonly Use[]
  /** Reads of a clock, of randomness or of the network. */
  readonly impureUses: readonly Use[]
  readonly environmentReads: readonly Use[]
}

const impureCalls =
  /^(Date\.now|Math\.random|performance\.now|fetch|setTimeout|setInterval|crypto\.(getRandomValues|randomUUID)|Temporal\.Now\.\w+)$/

/** Parses TypeScript or TSX; lines count from 1. A syntax error does not throw: the compiler reports it elsewhere. */
export function parseSource(path: string, text: string): SourceFile {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  const imports: Import[] = []
  const defaultExports: Use[] = []
  const impureUses: Use[] = []
  const environmentReads: Use[] = []
  const lineOf = (node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart()).line + 1
  const use = (node: ts.Node): Use => ({ words: node.getText().split('\n')[0] ?? '', line: lineOf(node) })

  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier !== undefined) imports.push({ ...importedBy(node), specifier, line: lineOf(node) })
    if (isDefaultExport(node)) defaultExports.push(use(node))
    if (readsClockOrChance(node)) impureUses.push(use(node))
    if (ts.isPropertyAccessExpression(node) && node.getText() === 'process.env') environmentReads.push(use(node))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return { imports, defaultExports, impureUses, environmentReads }
}

function specifierOf(node: ts.Node): string | undefined {
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    return textOf(node.moduleSpecifier)
  }
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
    return textOf(node.arguments[0])
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return textOf(node.argument.literal)
  return undefined
}

function textOf(node: ts.Node | undefined): string | undefined {
  return node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined
}

function importedBy(node: ts.Node): Pick<Import, 'typeOnly' | 'names' | 'passedOn'> {
  if (ts.isImportTypeNode(node)) return { typeOnly: true, names: [], passedOn: false }
  if (ts.isExportDeclaration(node)) {
    const names = node.exportClause && ts.isNamedExports(node.exportClause) ? node.exportClause.elements : []
    return { typeOnly: node.isTypeOnly, names: names.map(ownName), passedOn: true }
  }
  if (!ts.isImportDeclaration(node)) return { typeOnly: false, names: [], passedOn: false }
  const bindings = node.importClause?.namedBindings
  const elements = bindings && ts.isNamedImports(bindings) ? [...bindings.elements] : []
  const allTypes = elements.length > 0 && elements.every((element) => element.isTypeOnly) && !node.importClause?.name
  const typeOnly = node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || allTypes
  return { typeOnly, names: elements.filter((element) => !element.isTypeOnly).map(ownName), passedOn: false }
}

function ownName(element: ts.ImportSpecifier | ts.ExportSpecifier): string {
  return (element.propertyName ?? element.name).text
}

function isDefaultExport(node: ts.Node): boolean {
  if (ts.isExportAssignment(node)) return true
  if (ts.isExportSpecifier(node)) return node.name.text === 'default'
  return ts.canHaveModifiers(node) && hasKeyword(node, ts.SyntaxKind.DefaultKeyword)
}

function hasKeyword(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false
}

function readsClockOrChance(node: ts.Node): boolean {
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0
  return ts.isCallExpression(node) && impureCalls.test(node.expression.getText())
}
