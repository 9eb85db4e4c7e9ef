import { dirname, posix } from 'node:path'
import { circlesIn } from './circles.ts'
import { type FoundImport, importsIn } from './imports.ts'

/** A room of the house, and what it may import. */
export interface Room {
  /** A folder, a file, or `folder/*` for each folder in it. The longest one that holds a file is its room. */
  readonly at: string
  /** Rooms it may import, by their `at`; a `folder/*` of its own kind is another one of them. */
  readonly rooms: readonly string[]
  /** Packages it may import; `node:*` is all of Node, `*` everything. */
  readonly packages: readonly string[]
  /** Files by which other rooms may enter; absent when every file is open. */
  readonly doors?: readonly string[]
  /** Further doors for one room alone, by its `at`. */
  readonly doorsFor?: Readonly<Record<string, readonly string[]>>
  /** Files that are built and started by themselves, and that nobody imports: programs and workers. `.` is the room. */
  readonly entries?: readonly string[]
}

export interface House {
  readonly rooms: readonly Room[]
  /** Names for folders, as `imports` in package.json has them: `#parts/` for `renderer/parts/`. */
  readonly aliases: Readonly<Record<string, string>>
}

/**
 * The source text of each file of the house, by path. For files that import nothing, such as pictures, any text will
 * do.
 */
export type Sources = Readonly<Record<string, string>>

/**
 * Holds every import of a house against its table.
 * @returns what breaks it, one line each; empty where the house is in order
 */
export function checkRooms(sources: Sources, house: House): readonly string[] {
  const broken = [...unknownRooms(house), ...circlesOfRooms(house), ...missingFiles(sources, house)]
  const graph = new Map<string, string[]>()
  for (const [path, source] of Object.entries(sources)) {
    const room = roomOf(path, house.rooms)
    if (room === null) {
      broken.push(`${path} is in no room of the table`)
      continue
    }
    const targets: string[] = []
    for (const each of importsIn(path, source)) {
      const { target, why } = judge({ path, room }, each, sources, house)
      if (why !== null) broken.push(`${path}:${each.line} ${why}`)
      if (target !== null && each.kind !== 'entry') targets.push(target)
    }
    // A room that may import everything, as tests may, is left out: its circles bind no room to another.
    if (!room.room.rooms.includes('*')) graph.set(path, targets)
  }
  return [...broken, ...circlesIn(graph).map((circle) => `a circle: ${circle.join(' → ')}`)]
}

/** A room with the folder it stands for: its `at`, or the one folder of `folder/*` that holds the file. */
interface Placed {
  readonly room: Room
  readonly folder: string
}

function roomOf(path: string, rooms: readonly Room[]): Placed | null {
  let best: Placed | null = null
  for (const room of rooms) {
    const folder = folderOf(path, room.at)
    if (folder !== null && folder.length > (best?.folder.length ?? -1)) best = { room, folder }
  }
  return best
}

function folderOf(path: string, at: string): string | null {
  if (!at.endsWith('/*')) return path === at || path.startsWith(`${at}/`) ? at : null
  const above = at.slice(0, -1)
  const end = path.startsWith(above) ? path.indexOf('/', above.length) : -1
  return end < 0 ? null : path.slice(0, end)
}

interface Importer {
  readonly path: string
  readonly room: Placed
}

interface Verdict {
  /** The imported file, if it belongs to the house. */
  readonly target: string | null
  /** Why the import is refused; null when it is allowed. */
  readonly why: string | null
}

function judge({ path, room }: Importer, found: FoundImport, sources: Sources, { rooms, aliases }: House): Verdict {
  const { specifier, kind } = found
  if (specifier === null) return { target: null, why: 'imports what nobody can tell before it runs' }
  const target = fileNamed(specifier, path, kind, aliases)
  if (target === null) return { target, why: packageRefusal(specifier, room.room) }
  const isFolder = kind === 'address' && /(^|\/)\.{0,2}$/.test(specifier)
  if (isFolder) return { target: null, why: null }
  if (!Object.hasOwn(sources, target)) return { target: null, why: `imports ${target}, which is not there` }
  const other = roomOf(target, rooms)
  // The file itself is reported as one without a room.
  if (other === null) return { target, why: null }
  return { target, why: roomRefusal(room, other, target, kind) }
}

/** The path a specifier names in the house; null where it names a package. */
function fileNamed(
  specifier: string,
  path: string,
  kind: FoundImport['kind'],
  aliases: House['aliases'],
): string | null {
  const plain = specifier.replace(/\?.*$/, '')
  if (kind === 'entry') return plain
  const alias = Object.keys(aliases).find((name) => plain.startsWith(name))
  if (alias !== undefined) return `${aliases[alias]}${plain.slice(alias.length)}.ts`
  return plain.startsWith('.') ? posix.join(dirname(path), plain) : null
}

function packageRefusal(specifier: string, { at, packages }: Room): string | null {
  const name = packageOf(specifier)
  const isAllowed = packages.some(
    (each) => each === name || each === '*' || (each === 'node:*' && name.startsWith('node:')),
  )
  return isAllowed ? null : `imports ${name}, which ${at} may not`
}

const packageOf = (specifier: string): string =>
  specifier.startsWith('node:')
    ? specifier
    : specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/')

function roomRefusal(from: Placed, to: Placed, target: string, kind: FoundImport['kind']): string | null {
  const inside = insideOf(target, to.folder)
  const isEntry = to.room.entries?.includes(inside) === true
  if (kind === 'entry' && !isEntry) return `builds ${target}, which is no entry of ${to.room.at}`
  if (kind !== 'entry' && kind !== 'address' && isEntry && !from.room.rooms.includes('*')) {
    return `imports ${target}, which is started and not imported`
  }
  if (from.folder === to.folder || from.room.rooms.includes('*')) return null
  if (!from.room.rooms.includes(to.room.at)) return `imports ${target}: ${from.room.at} may not import ${to.room.at}`
  const { doors, doorsFor = {} } = to.room
  if (kind === 'entry' || doors === undefined || [...doors, ...(doorsFor[from.room.at] ?? [])].includes(inside))
    return null
  return `imports ${target}, past the doors of ${to.room.at}: ${doors.join(', ')}`
}

/** Rooms that the table refers to but does not define. */
const unknownRooms = ({ rooms }: House): string[] => {
  const known = new Set(['*', ...rooms.map(({ at }) => at)])
  return rooms.flatMap(({ at, rooms: others, doorsFor = {} }) => [
    ...others
      .filter((each) => !known.has(each))
      .map((each) => `the table lets ${at} import ${each}, which it does not have`),
    ...Object.keys(doorsFor)
      .filter((each) => !known.has(each))
      .map((each) => `the table has a door of ${at} for ${each}, which it does not have`),
  ])
}

/** Rooms, doors and entries of the table that do not exist in the house: a table nobody tends guards nothing. */
function missingFiles(sources: Sources, { rooms }: House): string[] {
  const paths = Object.keys(sources)
  return rooms.flatMap(({ at, doors = [], entries = [] }) => {
    if (!paths.some((path) => folderOf(path, at) !== null)) return [`the table has ${at}, where nothing is`]
    const named = at.endsWith('/*') ? [] : [...doors, ...entries]
    return named
      .map((file) => posix.join(at, file))
      .filter((file) => !Object.hasOwn(sources, file))
      .map(gone)
  })
}

const gone = (file: string): string => `${file} is not there`

/** A file by its path within its room; a room that is one file holds it as `.`. */
const insideOf = (path: string, folder: string): string => (path === folder ? '.' : path.slice(folder.length + 1))

/** Rooms that import each other, directly or through others: then neither can be understood alone. */
function circlesOfRooms({ rooms }: House): string[] {
  const graph = new Map(rooms.map(({ at, rooms: others }) => [at, others.filter((other) => other !== at)] as const))
  return circlesIn(graph).map((circle) => `the table lets rooms ask each other: ${circle.join(' → ')}`)
}
