import type { Database } from 'better-sqlite3'
import type { BankFilter, BankQuery, BankRow, BankSortField } from '../../../shared/model/bank.ts'
import { searchWords } from '../../../shared/model/text.ts'
import { type Bits, hasBit, keepOnly } from '../arrays/bits.ts'
import { compareTexts } from '../arrays/sorting.ts'
import type { GradedAttempts } from '../gradebook/attempts.ts'
import { type ListQuestion, wholeOrder } from '../lists.ts'
import { BankFaces, type Face } from './faces.ts'
import { QuestionFigures, type ReadAnswers } from './figures.ts'

/** A question's place in an order: those without a value come last both ways. */
interface Order {
  readonly version: string
  readonly faces: readonly Face[]
  /** How many of them have a value. */
  readonly valued: number
}

type Value = string | number | null

/** Lists the questions of the bank. */
export function bankListing(db: Database, attempts: () => GradedAttempts, answers: ReadAnswers) {
  const faces = new BankFaces(db)
  const figures = new QuestionFigures(db, attempts, answers)
  const orders = new Map<BankSortField, Order>()
  let used: { readonly version: string; readonly faces: ReadonlySet<Face> } | null = null

  const values: Readonly<Record<BankSortField, (face: Face) => Value>> = {
    text: ({ sortText }) => sortText,
    type: ({ type }) => type,
    category: ({ category }) => (category === null ? null : (faces.categories.get(category)?.sortName ?? null)),
    points: ({ points }) => points,
    changed: ({ changedAt }) => changedAt,
    facility: ({ account, questionId }) => figures.of(account, questionId).facility,
    number: ({ number }) => number,
  }

  function update(): void {
    faces.update()
    figures.update()
  }

  function orderOf(field: BankSortField): Order {
    const version = field === 'facility' ? `${faces.version} ${figures.version}` : String(faces.version)
    const known = orders.get(field)
    if (known?.version === version) return known
    // What was in order before nearly is: sorting that looks at each question once.
    const standing = known?.faces.filter((face) => faces.byId.get(face.id) === face) ?? []
    const isThere = new Set(standing)
    const added = [...faces.byId.values()].filter((face) => !isThere.has(face))
    const orderedBy = values[field]
    const valued = [...standing, ...added].map((face) => ({ face, value: orderedBy(face) }))
    valued.sort((one, other) => compareValues(one.value, other.value) || compareFaces(one.face, other.face))
    const order = {
      version,
      faces: valued.map(({ face }) => face),
      valued: valued.findLastIndex(({ value }) => value !== null) + 1,
    }
    orders.set(field, order)
    return order
  }

  /** The texts that hold every word; null for all, 'none' where no text can. */
  function searched(search: string | undefined): Bits | null | 'none' {
    const words = searchWords(search ?? '')
    if (words === null) return 'none'
    const [first, ...others] = words
    if (first === undefined) return null
    const found = faces.texts.containing(first)
    for (const word of others) if (!keepOnly(found, faces.texts.containing(word))) return 'none'
    return found
  }

  /** The questions that were answered in a test. */
  function usedOnes(): ReadonlySet<Face> {
    const version = `${faces.version} ${figures.version}`
    if (used?.version !== version) {
      const isUsed = ({ account, questionId }: Face) => figures.of(account, questionId).tests > 0
      used = { version, faces: new Set([...faces.byId.values()].filter(isUsed)) }
    }
    return used.faces
  }

  function testOf(filter: BankFilter): ((face: Face) => boolean) | null {
    const found = searched(filter.search)
    if (found === 'none') return null
    const accounts = filter.accounts === undefined ? null : new Set(filter.accounts)
    const types = filter.types === undefined ? null : new Set(filter.types)
    const categories = filter.categories === undefined ? null : ownCategories(filter.categories)
    const answered = filter.used === undefined ? null : usedOnes()
    return (face) =>
      face.archived === (filter.archived === true) &&
      (accounts === null || accounts.has(face.account)) &&
      (types === null || types.has(face.type)) &&
      (categories === null || (face.category !== null && categories.has(face.category))) &&
      (filter.waiting !== true || (face.state !== 'kept' && face.state !== 'gone')) &&
      (answered === null || answered.has(face) === filter.used) &&
      (found === null || hasBit(found, face.searched))
  }

  /** Categories, and those of parents. */
  function ownCategories(ids: readonly number[]): ReadonlySet<number> {
    const chosen = new Set(ids)
    for (const { id, parent } of faces.categories.values()) if (parent !== null && chosen.has(parent)) chosen.add(id)
    return chosen
  }

  function found({ filter, sort }: BankQuery): number[] {
    const isFound = testOf(filter)
    if (isFound === null) return []
    const { faces: inOrder, valued } = orderOf(sort.field)
    const ids: number[] = []
    const take = (from: number, until: number): void => {
      const isUp = sort.direction === 'asc'
      for (let at = isUp ? from : until - 1; isUp ? at < until : at >= from; at += isUp ? 1 : -1) {
        const face = inOrder[at] as Face
        if (isFound(face)) ids.push(face.id)
      }
    }
    take(0, valued)
    take(valued, inOrder.length)
    return ids
  }

  const rowOf = (face: Face): BankRow => {
    const { number: _, sortText: __, searched: ___, ...row } = face
    const category = face.category === null ? undefined : faces.categories.get(face.category)
    return {
      ...row,
      categoryName: category?.name ?? null,
      parentName: category?.parentName ?? null,
      ...figures.of(face.account, face.questionId),
    }
  }

  return {
    faces,
    figures,
    /** Works one slice at what the list needs. @returns whether there is more to do */
    isPreparingBank: (): boolean => db.transaction(() => faces.prepare() || figures.prepare())(),
    /** The row of a question; null where it is not here. */
    bankRow: (id: number): BankRow | null => {
      update()
      const face = faces.byId.get(id)
      return face === undefined ? null : rowOf(face)
    },
    bankList: (query: BankQuery): ListQuestion<BankRow> => {
      update()
      const ids = found(query)
      return {
        ids: (limit) => ids.slice(0, limit),
        rows: (asked) => {
          // Figures are of the moment of the question: while results arrive, they change with each page of them.
          faces.update()
          return asked.flatMap((id) => {
            const face = faces.byId.get(id)
            return face === undefined ? [] : [rowOf(face)]
          })
        },
        whole: wholeOrder(ids),
      }
    },
  }
}

function compareValues(one: Value, other: Value): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null)
  return typeof one === 'string' ? compareTexts(one, other as string) : one - (other as number)
}

const compareFaces = (one: Face, other: Face): number => compareTexts(one.sortText, other.sortText) || one.id - other.id
