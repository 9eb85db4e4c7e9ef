import type { AccessCode } from '../../../shared/model/access-code.ts'
import { type ClassChange, type ClassMember, type KnownStudent, mostClassMembers } from '../../../shared/model/class.ts'
import { type ClassColumns, type ClassDiff, compareClass, type RowRefusal } from '../../../shared/model/class-file.ts'
import { addressIn } from '../../../shared/model/email-address.ts'
import { compareLearners } from '../../../shared/model/learner-file.ts'
import { learnerIdOf, withoutName } from '../../../shared/model/learner-name.ts'
import { identityName, isNamelessAttempt, studentKey } from '../../../shared/model/result.ts'
import { fullName } from '../../format/numbers.ts'

/** A list of people adds to a class; that somebody is not on it says nothing, unlike in a file of the whole class. */
const adding = (diff: ClassDiff): ClassDiff => ({ ...diff, gone: [] })

/**
 * What students with results add to a class. A nameless attempt is nobody who could take another test. Who stands in it before the first result, under the same name and no other
 * address, is the same person.
 */
export function diffOfStudents(
  found: readonly KnownStudent[],
  known: ReadonlySet<string>,
  members: readonly ClassMember[],
): ClassDiff {
  const memberOf = new Map(members.map((member) => [member.key, member]))
  const waiting = Map.groupBy(
    members.filter(({ key }) => !known.has(key)),
    ({ first, last }) => identityName(first, last),
  )
  const namesakes = Map.groupBy(found, ({ first, last }) => identityName(first, last))
  const diff = {
    new: [] as ClassDiff['new'][number][],
    changed: [] as ClassDiff['changed'][number][],
    unchanged: [] as ClassDiff['unchanged'][number][],
    refused: [] as ClassDiff['refused'][number][],
  }
  for (const [at, { key, first, last, email }] of found.entries()) {
    const line = at + 1
    const present = memberOf.get(key)
    if (present !== undefined) {
      diff.unchanged.push({ line, member: present })
      continue
    }
    if (isNamelessAttempt(key)) {
      diff.refused.push({ line, name: '', reason: 'no-name' })
      continue
    }
    const name = identityName(first, last)
    const before =
      namesakes.get(name)?.length === 1 ? waiting.get(name)?.find((each) => isSame(each.email, email)) : undefined
    const member = {
      ...{ key, first, last },
      email,
      externalId: before?.externalId ?? null,
      extraTime: before?.extraTime ?? null,
    }
    if (before === undefined && members.length + diff.new.length >= mostClassMembers)
      diff.refused.push({ line, name: fullName({ first, last }), reason: 'class-full' })
    else if (before === undefined) diff.new.push({ line, member, isKnown: true })
    else diff.changed.push({ line, member, before, facts: ['key'] })
  }
  return { ...diff, gone: [] }
}

const isSame = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one.trim().toLowerCase() === other.trim().toLowerCase()

/** What the people named beside access codes add to a class. */
export function diffOfCodes(
  codes: readonly AccessCode[],
  students: readonly KnownStudent[],
  members: readonly ClassMember[],
): ClassDiff {
  const rows = codes.map(({ name }, at) => ({ line: at + 1, cells: [name ?? ''] }))
  const diff = adding(compareClass(rows, { name: 0 }, students, members))
  return {
    ...diff,
    // The first result of somebody without an address is known by the name with the code.
    new: diff.new.map((each) => {
      const { isKnown, member, line } = each
      const code = codes[line - 1]?.code ?? null
      if (isKnown || member.email !== null || code === null) return each
      const taker = { feed: 'links', userId: null, cmUserId: null, email: null, accessCode: code } as const
      return { ...each, member: { ...member, key: studentKey({ ...taker, first: member.first, last: member.last }) } }
    }),
  }
}

/** A member as typed into the form. */
export interface TypedMember {
  readonly first: string
  readonly last: string
  readonly email: string
  readonly externalId: string
  readonly extraTime: string
  /** Of a learning platform's learner; '' for others. */
  readonly learnerId: string
}

const typedColumns: ClassColumns = { first: 0, last: 1, email: 2, externalId: 3, extraTime: 4 }
const typedLearnerColumns: ClassColumns = { ...typedColumns, learnerId: 5 }

/**
 * What a typed student changes in a class.
 * @param before the member that is edited; null for a new one
 */
export function changeOfTyped(
  { first, last, email, externalId, extraTime }: TypedMember,
  before: ClassMember | null,
  students: readonly KnownStudent[],
  members: readonly ClassMember[],
): ClassChange | RowRefusal | 'already' {
  const others = members.filter(({ key }) => key !== before?.key)
  const cells = [first, last, email, externalId, extraTime]
  const diff = compareClass([{ line: 1, cells }], typedColumns, students, others)
  const [refused] = diff.refused
  if (refused !== undefined) return refused.reason
  const [added] = diff.new
  if (added === undefined) return diff.changed.length + diff.unchanged.length > 0 ? 'already' : 'no-name'
  const isMoved = before !== null && before.key !== added.member.key
  return { put: [added.member], remove: isMoved ? [before.key] : [] }
}

/**
 * What a typed learner of a learning platform changes in a class, and is called everywhere.
 * @param before the member that is edited; null for a new one
 */
export function changeOfLearner(
  { first, last, email, externalId, extraTime, learnerId }: TypedMember,
  before: ClassMember | null,
  students: readonly KnownStudent[],
  members: readonly ClassMember[],
): ClassChange | RowRefusal | 'already' {
  const others = members.filter(({ key }) => key !== before?.key)
  const learners = students.flatMap(({ key, ...name }) => {
    const id = learnerIdOf(key)
    return id === null ? [] : [{ ...name, learnerId: id, student: key, hasResults: true }]
  })
  const cells = [first, last, email, externalId, extraTime, learnerId]
  const diff = compareLearners([{ line: 1, cells }], typedLearnerColumns, learners, others)
  const [refused] = diff.refused
  if (refused !== undefined) return refused.reason
  const [added] = diff.new
  if (added === undefined) return diff.changed.length + diff.unchanged.length > 0 ? 'already' : 'no-learner-id'
  // An address that is emptied is taken away.
  const typedEmail = addressIn(email) || null
  const named = { learnerId: learnerId.trim(), first: added.member.first, last: added.member.last, email: typedEmail }
  const isNameless = first.trim() === '' && last.trim() === ''
  // A name that is emptied is taken away, here and everywhere.
  if (isNameless && before !== null) {
    const { learnerId: id, ...nameless } = withoutName(named.learnerId)
    const names = [{ learnerId: id, first: '', last: '', email: null }]
    return { put: [{ ...added.member, ...nameless, email: typedEmail }], remove: [], names }
  }
  const names = isNameless ? [] : [named]
  return { put: [{ ...added.member, email: typedEmail }], remove: [], names }
}

/** The change of a member whose name and address stand in results. */
export function changeOfKnown(typed: TypedMember, before: ClassMember): ClassChange | RowRefusal {
  // Compared with nobody, so that only the cells are read.
  const row = ['A', '', '', typed.externalId, typed.extraTime]
  const diff = compareClass([{ line: 1, cells: row }], typedColumns, [], [])
  const [refused] = diff.refused
  const read = diff.new[0]?.member
  if (read === undefined) return refused?.reason ?? 'no-extra-time'
  return { put: [{ ...before, externalId: read.externalId, extraTime: read.extraTime }], remove: [] }
}
