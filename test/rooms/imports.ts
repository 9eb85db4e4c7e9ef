import { parseSync, Visitor } from 'oxc-parser'

/** How a file names another: an import of some form, a worker's address, a style sheet, or an entry of the build. */
export type ImportKind = 'static' | 'type' | 'dynamic' | 'address' | 'style' | 'entry'

export interface FoundImport {
  readonly kind: ImportKind
  /** The specifier as written; null when it is put together at run time, so that its target is unknown. */
  readonly specifier: string | null
  readonly line: number
}

const isScript = (path: string): boolean => /\.[cm]?[jt]sx?$/.test(path)

/**
 * Everything a file imports, in any form.
 * @throws Error when the file cannot be parsed
 */
export function importsIn(path: string, source: string): readonly FoundImport[] {
  if (path.endsWith('.css')) return importsInStyles(source)
  return isScript(path) ? importsInScript(path, source) : []
}

const styleImports = /@import\s+(?:url\(\s*)?["']?([^"')\s;]+)|\bfrom\s+["']([^"']+)["']|\burl\(\s*["']?([^"')]+)/g

function importsInStyles(source: string): readonly FoundImport[] {
  const plain = source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
  return [...plain.matchAll(styleImports)].flatMap(({ 1: imported, 2: composed, 3: address, index }) => {
    const specifier = imported ?? composed ?? address ?? ''
    if (/^(data:|#)/.test(specifier)) return []
    return [{ kind: 'style', specifier, line: lineAt(source, index) } as const]
  })
}

function importsInScript(path: string, source: string): readonly FoundImport[] {
  const { module, program, errors } = parseSync(path, source)
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`)
  const found: FoundImport[] = []
  const note = (kind: ImportKind, specifier: string | null, start: number) =>
    found.push({ kind, specifier, line: lineAt(source, start) })
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const isType = entries.length > 0 && entries.every((entry) => entry.isType)
    note(isType ? 'type' : 'static', moduleRequest.value, start)
  }
  for (const { entries, start } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) {
      if (moduleRequest !== null) note(isType ? 'type' : 'static', moduleRequest.value, start)
    }
  }
  const isBuild = path.endsWith('.config.ts')
  // Walking the whole tree is most of the work, and few files have anything but plain imports.
  if (!isBuild && !unusual.test(source)) return found
  new Visitor({
    ImportExpression: ({ source: named, start }) => note('dynamic', textOf(named), start),
    TSImportType: ({ source: named, start }) => note('type', named.value, start),
    TSExternalModuleReference: ({ expression, start }) => note('static', expression.value, start),
    CallExpression: ({ callee, arguments: [named], start }) => {
      if (callee.type === 'Identifier' && callee.name === 'require') note('dynamic', textOf(named), start)
    },
    NewExpression: ({ callee, arguments: [named, base], start }) => {
      const isAddress = callee.type === 'Identifier' && callee.name === 'URL' && isOwnAddress(base)
      if (isAddress) note('address', textOf(named), start)
    },
    Literal: ({ value, start }) => {
      if (isBuild && typeof value === 'string' && /^(electron|renderer|shared)\/.+\.\w+$/.test(value)) {
        note('entry', value, start)
      }
    },
  }).visit(program)
  return found
}

const unusual = /\bimport\s*(?:\/\*|\(|\w+\s*=)|\brequire\b|import\.meta/

interface Node {
  readonly type: string
}

/** The text of a literal; null where it is no literal. */
function textOf(node: Node | null | undefined): string | null {
  if (node?.type === 'Literal' && 'value' in node && typeof node.value === 'string') return node.value
  return null
}

/** Whether a node is `import.meta.url`. */
const isOwnAddress = (node: Node | undefined): boolean =>
  node?.type === 'MemberExpression' && 'object' in node && isMeta(node.object)

const isMeta = (node: unknown): boolean =>
  typeof node === 'object' && node !== null && 'type' in node && node.type === 'MetaProperty'

const lineAt = (source: string, at: number): number => source.slice(0, at).split('\n').length
