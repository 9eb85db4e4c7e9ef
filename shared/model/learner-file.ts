import { type ClassMember, mostClassMembers } from './class.ts'
import {
  type ClassColumns,
  type ClassDiff,
  type MemberFact,
  memberFrom,
  type Row,
  type RowRefusal,
  rowOf,
} from './class-file.ts'
import { type KnownLearner, type LearnerName, learnerKey, withoutName } from './learner-name.ts'
import type { TableRow } from './table.ts'

/**
 * Compares a list of a learning platform's learners with a class. A row is the learner whose id it has and nobody else:
 * no name and no address tells who that is. Its name is what the learner is called from then on; a row without one
 * leaves the name as it is.
 * @param learners everybody with results or a name in the account
 */
export function compareLearners(
  table: readonly TableRow[],
  columns: ClassColumns,
  learners: readonly KnownLearner[],
  members: readonly ClassMember[],
): ClassDiff {
  const known = new Map(learners.map((learner) => [learner.learnerId, learner]))
  const memberOf = new Map(members.map((member) => [member.key, member]))
  const diff = {
    new: [] as ClassDiff['new'][number][],
    changed: [] as ClassDiff['changed'][number][],
    unchanged: [] as ClassDiff['unchanged'][number][],
    refused: [] as ClassDiff['refused'][number][],
    named: [] as NonNullable<ClassDiff['named']>[number][],
  }
  const listed = new Set<string>()
  /** Keys of students whom a row names: several ids may be one student. */
  const taken = new Set<string>()
  const spared = new Set<string>()

  for (const row of table.flatMap((each) => rowOf(each, columns) ?? [])) {
    const { line, learnerId } = row
    const refusal = row.refusal ?? refusalOf(learnerId, listed)
    const key = learnerId === null ? null : (known.get(learnerId)?.student ?? learnerKey(learnerId))
    if (refusal !== null || learnerId === null || key === null) {
      const name = row.name === '' ? (learnerId ?? '') : `${row.first} ${row.last}`.trim()
      diff.refused.push({ line, name, reason: refusal ?? 'no-learner-id' })
      if (key !== null) spared.add(key)
      continue
    }
    listed.add(learnerId)
    const learner = known.get(learnerId)
    const before = learner === undefined || isCalledById(learner) ? null : nameOf(learner)
    const name = nameIn(row, learnerId, before)
    if (name !== null && (before === null || !isSame(name, before))) diff.named.push({ line, name, before })
    const present = memberOf.get(key) ?? null
    // Of several ids that are one student, the student's own says how they are called in the class.
    const isOwn = present === null || key === learnerKey(learnerId)
    const { first, last, email } = isOwn ? (name ?? withoutName(learnerId)) : present
    const member = memberFrom({ ...row, first, last, email: email ?? row.email }, columns, key, present, null)
    if (present === null && !taken.has(key)) {
      diff.new.push({ line, member, isKnown: learner?.hasResults === true })
    } else {
      const facts = (Object.keys(member) as MemberFact[]).filter((fact) => member[fact] !== present?.[fact])
      if (present === null || taken.has(key) || facts.length === 0) diff.unchanged.push({ line, member })
      else diff.changed.push({ line, member, before: present, facts })
    }
    taken.add(key)
  }
  return { ...diff, gone: members.filter(({ key }) => !taken.has(key) && !spared.has(key)) }
}

/** What a row calls a learner; null where neither it nor anything else here has a name for them. */
function nameIn(row: Row, learnerId: string, before: LearnerName | null): LearnerName | null {
  if (row.name === '' && before === null) return null
  const { first, last } = row.name === '' && before !== null ? before : row
  return { learnerId, first, last, email: row.email ?? before?.email ?? null }
}

function refusalOf(learnerId: string | null, listed: ReadonlySet<string>): RowRefusal | null {
  if (learnerId === null) return 'no-learner-id'
  if (listed.has(learnerId)) return 'duplicate'
  return listed.size >= mostClassMembers ? 'class-full' : null
}

const nameOf = ({ learnerId, first, last, email }: LearnerName): LearnerName => ({ learnerId, first, last, email })

const isCalledById = ({ learnerId, first, last }: LearnerName): boolean => first === '' && last === learnerId

const isSame = (one: LearnerName, other: LearnerName): boolean =>
  one.first === other.first && one.last === other.last && one.email === other.email
