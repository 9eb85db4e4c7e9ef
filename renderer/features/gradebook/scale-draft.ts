import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { GradebookDefinition, GradebookGrades, GradedStudent } from '../../../shared/model/gradebook.ts'
import type { Scale } from '../../../shared/model/grading.ts'
import { type ScalePreset, scaleOf } from '../../../shared/model/grading-scales.ts'
import { api, asAppError } from '../../api/client.ts'
import { isPreset, presetLike } from './gradebook-words.ts'

/** A grade while it is edited; it keeps its id while its place and its words change. */
export interface DraftBand {
  readonly id: number
  /** In hundredths of a percent; null for a field that holds no number. Of the last one it says nothing: it has all below. */
  readonly from: number | null
  readonly grade: string
}

export type BandProblem = 'noBound' | 'notFalling' | 'noGrade'

interface ScaleDraftState {
  /** The gradebook whose scale is edited, as it is kept; null while nothing is. */
  readonly definition: GradebookDefinition | null
  readonly name: string
  readonly bands: readonly DraftBand[]
  /** Grades under the scale that is kept, and under the draft as far as it was sound; null until the first answer. */
  readonly before: GradebookGrades | null
  readonly after: GradebookGrades | null
  readonly error: AppError | null
  open(definition: GradebookDefinition): void
  close(): void
  /** Begins again with a preset. */
  take(preset: ScalePreset): void
  rename(name: string): void
  change(id: number, part: Partial<Omit<DraftBand, 'id'>>): void
  /** Adds a grade above another one, halfway to the next; answers its id. */
  insert(above: number): number
  remove(id: number): void
  /** Asks again what the draft comes to. */
  retry(): void
}

let ids = 0
const draftOf = ({ bands }: Scale): readonly DraftBand[] =>
  bands.map(({ from, grade }) => {
    ids += 1
    return { id: ids, from, grade }
  })

const closed = { definition: null, name: '', bands: [], before: null, after: null, error: null } as const

export const useScaleDraft = create<ScaleDraftState>()((set, get) => {
  const edit = (part: Partial<Pick<ScaleDraftState, 'name' | 'bands'>>) => {
    set(part)
    void ask()
  }
  return {
    ...closed,

    open(definition) {
      const scale = definition.rules.scale ?? scaleOf('letters')
      set({ ...closed, definition, name: isPreset(scale.name) ? '' : scale.name, bands: draftOf(scale) })
      void ask()
    },
    close: () => set(closed),
    take: (preset) => edit({ bands: draftOf(scaleOf(preset)), name: '' }),
    rename: (name) => set({ name }),
    change: (id, part) => edit({ bands: get().bands.map((band) => (band.id === id ? { ...band, ...part } : band)) }),
    insert(above) {
      const { bands } = get()
      const at = bands.findIndex(({ id }) => id === above)
      const isLast = at === bands.length - 1
      const high = at === 0 ? 100_00 : (bands[at - 1]?.from ?? 100_00)
      const low = isLast ? Math.min(0, high - 2) : (bands[at]?.from ?? 0)
      ids += 1
      edit({ bands: bands.toSpliced(at, 0, { id: ids, from: Math.round((high + low) / 2), grade: '' }) })
      return ids
    },
    remove: (id) => edit({ bands: get().bands.filter((band) => band.id !== id) }),
    retry: () => void ask(),
  }
})

let isAsking = false
let isOutdated = false

/** Asks for both sets of grades; while an answer is awaited, only the newest draft waits for the next turn. */
async function ask(): Promise<void> {
  isOutdated = true
  if (isAsking) return
  isAsking = true
  while (isOutdated) {
    isOutdated = false
    const { definition, before } = useScaleDraft.getState()
    const scale = scaleNow(useScaleDraft.getState())
    if (definition === null || scale === null) continue
    const gradesOf = (rules: GradebookDefinition['rules']) =>
      api.gradebooks.grades({ gradebook: { ...definition, rules } })
    try {
      const [kept, after] = await Promise.all([
        before ?? gradesOf(definition.rules),
        gradesOf({ ...definition.rules, scale }),
      ])
      if (useScaleDraft.getState().definition === definition)
        useScaleDraft.setState({ before: kept, after, error: null })
    } catch (thrown) {
      if (useScaleDraft.getState().definition === definition) useScaleDraft.setState({ error: asAppError(thrown) })
    }
  }
  isAsking = false
}

const readAgain = () => {
  if (useScaleDraft.getState().definition === null) return
  useScaleDraft.setState({ before: null })
  void ask()
}
api.results.changed(readAgain)
api.gradebooks.changed(readAgain)

/** What is wrong with each grade, by id. */
export function problemsOf(bands: readonly DraftBand[]): ReadonlyMap<number, BandProblem> {
  const found = new Map<number, BandProblem>()
  for (const [at, { id, from, grade }] of bands.entries()) {
    const above = at === 0 ? null : (bands[at - 1]?.from ?? null)
    const isLast = at === bands.length - 1
    if (grade.trim() === '') found.set(id, 'noGrade')
    else if (!isLast && from === null) found.set(id, 'noBound')
    else if (!isLast && from !== null && above !== null && from >= above) found.set(id, 'notFalling')
  }
  return found
}

/** Names that more than one grade has. */
export const gradesTwice = (bands: readonly DraftBand[]): readonly string[] => [
  ...new Set(
    bands.map(({ grade }) => grade.trim()).filter((grade, at, all) => grade !== '' && all.indexOf(grade) !== at),
  ),
]

/** The scale that the draft is; null while something is wrong with it. */
export function scaleNow({
  name,
  bands,
  definition,
}: Pick<ScaleDraftState, 'name' | 'bands' | 'definition'>): Scale | null {
  if (bands.length === 0 || problemsOf(bands).size > 0) return null
  const ranked = bands.map(({ from, grade }, at) => {
    const above = bands[at - 1]?.from ?? null
    // The last grade has all below, so its bound need only fall.
    const isLast = at === bands.length - 1
    const bound = isLast ? Math.min(from ?? 0, above === null ? 0 : above - 1) : (from as number)
    return { from: bound, grade: grade.trim() }
  })
  return { name: name.trim() || (presetLike(ranked) ?? former(definition)), bands: ranked }
}

/** A scale without a name of its own goes by the preset it began as. */
function former(definition: GradebookDefinition | null): ScalePreset {
  const name = definition?.rules.scale?.name
  return name !== undefined && isPreset(name) ? name : 'letters'
}

/** A student whose grade is another one; '' for one without. */
export interface GradeChange extends Pick<GradedStudent, 'student' | 'first' | 'last'> {
  readonly before: string
  readonly after: string
}

/** Whose grade differs, in the order of names. */
export function changesBetween(before: GradebookGrades, after: GradebookGrades): readonly GradeChange[] {
  const keyOf = ({ student }: GradedStudent): string => JSON.stringify([student.account, student.key])
  const former = new Map(before.students.map((each) => [keyOf(each), each.grade]))
  return after.students.flatMap((each) => {
    const grade = former.get(keyOf(each))
    if (grade === undefined || grade === each.grade) return []
    const { student, first, last } = each
    return [{ student, first, last, before: grade, after: each.grade }]
  })
}
