import { useEffect } from 'react'
import { create } from 'zustand'
import {
  chosenOf,
  ofAccounts,
  type ResultsFilter,
  type StudentValue,
  withConditions,
  withinAccounts,
} from '../../../shared/model/filter.ts'
import type { NamedStudent } from '../../../shared/model/student.ts'
import { api, latestOnly } from '../../api/client.ts'
import { fullName } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { withAnswer } from '../answers.ts'

/** The most students that are listed at once; typing more of a name finds the others. */
const mostListed = 50

export interface FoundStudents {
  /** Those listed: who has the text, by name; while there is none, those chosen stand first. */
  readonly students: readonly NamedStudent[]
  /** Those listed and those chosen. */
  readonly named: readonly NamedStudent[]
  /** How many would be listed if there were room. */
  readonly total: number
}

/** The id of a student among the choices. */
export const idOfStudent = ({ account, key }: StudentValue): string => JSON.stringify([account, key])

const isChosen = (chosen: readonly NamedStudent[], { account, key }: StudentValue): boolean =>
  chosen.some((each) => each.account === account && each.key === key)

/**
 * Finds students as their list does, each with how many of the filter's results choosing them would leave.
 * @throws AppError
 */
export async function findStudents(
  text: string,
  filter: ResultsFilter,
  accounts: readonly string[] | undefined,
): Promise<FoundStudents> {
  const results = withConditions(ofAccounts(accounts), { field: 'search', op: 'contains', value: text.trim() })
  const query = {
    filter: { results, classes: [], labels: [] },
    policy: 'best',
    sort: { field: 'name', direction: 'asc' },
  } as const
  const { rows, count } = await withAnswer(
    api.studentList,
    query,
    async ({ rows, answer, count }) => ({ rows, count: count ?? (await api.studentList.count({ answer })) }),
    mostListed,
  )
  const chosen = chosenOf(filter, 'student') ?? []
  const listed = rows.map(({ accountId: account, key }) => ({ account, key }))
  const named = await api.students.named({
    students: [...chosen, ...listed],
    filter: withinAccounts(accounts, filter),
  })
  const byAsked = new Map(named.map((student) => [idOfStudent(student.asked), student]))
  const namedOf = (values: readonly StudentValue[]) => values.flatMap((value) => byAsked.get(idOfStudent(value)) ?? [])
  keepNames(named)
  const first = text.trim() === '' ? namedOf(chosen) : []
  const others = namedOf(listed).filter((student) => !isChosen(first, student))
  // Those chosen are among all that an empty text finds.
  const beyond = first.filter((student) => !isChosen(namedOf(listed), student)).length
  return { students: [...first, ...others], named, total: Math.max(count, listed.length + beyond) }
}

interface Names {
  /** By the id of the student as asked for; null for one who is no longer here. */
  readonly names: ReadonlyMap<string, string | null>
}

const useNames = create<Names>()(() => ({ names: new Map() }))

const latest = latestOnly()

/** Keeps names that were read, so that a chip has them at once. */
export function keepNames(students: readonly NamedStudent[]): void {
  useNames.setState(({ names }) => ({
    names: new Map([
      ...names,
      ...students.flatMap((student): [string, string][] => {
        const name = fullName(student) || t('results.noName')
        return [
          [idOfStudent(student.asked), name],
          [idOfStudent(student), name],
        ]
      }),
    ]),
  }))
}

/** The name of the one student whom a filter asks for; null where they are gone, undefined until it is read, and for several. */
export function useStudentName(filter: ResultsFilter): string | null | undefined {
  const [only, another] = chosenOf(filter, 'student') ?? []
  const one = only !== undefined && another === undefined ? only : null
  const id = one === null ? null : idOfStudent(one)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id says who it is
  useEffect(() => {
    if (one === null || id === null) return
    const load = () =>
      void latest(
        () => api.students.named({ students: [one], filter: [] }),
        (named) => {
          keepNames(named)
          if (named.length === 0) useNames.setState(({ names }) => ({ names: new Map([...names, [id, null]]) }))
        },
      )
    load()
    const stops = [api.results.changed(load), api.students.changed(load)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [id])
  return useNames(({ names }) => (id === null ? undefined : names.get(id)))
}
