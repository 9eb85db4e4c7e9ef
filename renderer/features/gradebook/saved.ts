import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { GradebookDefinition, ListedGradebook, RemovedGradebook } from '../../../shared/model/gradebook.ts'
import { api, asAppError, latestOnly } from '../../api/client.ts'
import { currentAccount, lookedAt, onOtherAccounts, useAccounts } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { useSettings } from '../../app/settings.ts'
import { t } from '../../format/words.ts'
import { type MadeChange, madeChange } from '../local-changes/index.ts'
import { onChanged, unsavedGradebook, useGradebook } from './gradebook.ts'

/** What a name is asked for. */
export type Naming = 'saveAs' | 'rename' | 'duplicate'

interface SavedState {
  /** Those of the accounts looked at, by name; null until the first answer. */
  readonly gradebooks: readonly ListedGradebook[] | null
  /** Reads them, and shows the one that was shown last. */
  start(): Promise<void>
  load(): Promise<void>
  /** Shows a saved gradebook; null for the one without a name. */
  open(id: number | null): void
  /** @returns why it could not be kept under this name; null when it is */
  give(naming: Naming, name: string): Promise<AppError | null>
  remove(): Promise<void>
}

const latest = latestOnly()
let started: Promise<void> | null = null
/** The last version being kept: the next one waits for it, so that none arrives before an older one. */
let keeping: Promise<unknown> = Promise.resolve()
/** How many versions are being kept. */
let underWay = 0

export const useSaved = create<SavedState>()((set, get) => ({
  gradebooks: null,

  start() {
    started ??= (async () => {
      await get().load()
      const last = get().gradebooks?.find(({ id }) => id === useSettings.getState().settings.gradebook)
      if (last?.definition) useGradebook.getState().show(last.id, last.definition)
      else await useGradebook.getState().read()
    })()
    return started
  },
  load: () =>
    latest(
      () => api.gradebooks.list({ accounts: useAccounts.getState().filterAccounts() }),
      (gradebooks) => {
        set({ gradebooks })
        const { id, definition, follow } = useGradebook.getState()
        const kept = gradebooks.find((each) => each.id === id)
        // Deleted elsewhere: what is shown stays, without a name.
        if (id !== null && kept === undefined) useGradebook.setState({ id: null })
        // A change was undone by its key.
        else if (kept?.definition && underWay === 0 && !isSame(kept.definition, definition)) follow(kept.definition)
      },
      (error) => sayFailed(error),
    ),
  open(id) {
    const chosen = get().gradebooks?.find((each) => each.id === id)
    if (id !== null && !chosen?.definition) return
    remember(id)
    useGradebook.getState().show(id, chosen?.definition ?? unsavedGradebook())
  },
  async give(naming, name) {
    const { id, definition } = useGradebook.getState()
    try {
      await keeping
      if (naming === 'rename' && id !== null) await api.gradebooks.rename({ id, name })
      else {
        const made = await api.gradebooks.save({ id: null, account: ownerNow(), name, definition })
        useGradebook.setState({ id: made })
        remember(made)
      }
    } catch (thrown) {
      return asAppError(thrown)
    }
    await get().load()
    say(t(`gradebook.saved.done.${naming}`, { name }))
    return null
  },
  async remove() {
    const { id } = useGradebook.getState()
    const name = nameOf(get(), id)
    if (id === null || name === null) return
    try {
      await keeping
      const removed = await madeChange(() => api.gradebooks.remove({ id }))
      remember(null)
      useGradebook.getState().show(null, unsavedGradebook())
      await get().load()
      say(t('gradebook.saved.done.remove', { name }), {
        action: { words: t('gradebook.saved.undo'), run: () => void restore(removed) },
      })
    } catch (thrown) {
      sayFailed(asAppError(thrown))
    }
  },
}))

async function restore(made: MadeChange<RemovedGradebook>): Promise<void> {
  const removed = made.value
  try {
    await made.takeBack(() => api.gradebooks.restore(removed))
    // Read here: where another reading has begun meanwhile, `load` ends without an answer of its own.
    useSaved.setState({ gradebooks: await api.gradebooks.list({ accounts: useAccounts.getState().filterAccounts() }) })
    useSaved.getState().open(removed.id)
    say(t('gradebook.saved.done.restored', { name: removed.name }))
  } catch (thrown) {
    sayFailed(asAppError(thrown))
  }
}

/** Whether two definitions say the same, in whatever order their fields stand. */
const isSame = (one: GradebookDefinition, other: GradebookDefinition): boolean => inOrder(one) === inOrder(other)

const inOrder = (definition: GradebookDefinition): string =>
  JSON.stringify(definition, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )

/** Waits until what was changed last is kept. */
export const untilKept = async (): Promise<void> => void (await keeping)

/** The name of a saved gradebook; null for the one that has none. */
export const nameOf = ({ gradebooks }: Pick<SavedState, 'gradebooks'>, id: number | null): string | null =>
  gradebooks?.find((each) => each.id === id)?.name ?? null

/** The account that a new gradebook belongs to. */
function ownerNow(): string {
  const state = useAccounts.getState()
  const owner = currentAccount(state) ?? lookedAt(state)[0]
  if (owner === undefined) throw new Error('There is no account to keep a gradebook in.')
  return owner.id
}

const remember = (gradebook: number | null): void => void useSettings.getState().change({ gradebook })

onChanged((id, definition) => {
  const saved = useSaved.getState().gradebooks?.find((each) => each.id === id)
  if (saved === undefined) return Promise.resolve(null)
  underWay += 1
  const kept = keeping
    .then(() => madeChange(() => api.gradebooks.save({ id, account: saved.account, name: saved.name, definition })))
    .catch((thrown) => {
      sayFailed(asAppError(thrown))
      return null
    })
    .finally(() => {
      underWay -= 1
    })
  keeping = kept.then((made) => made && useSaved.getState().load())
  return kept
})

api.gradebooks.changed(() => {
  if (useSaved.getState().gradebooks !== null) void useSaved.getState().load()
})

onOtherAccounts(() => {
  if (useSaved.getState().gradebooks !== null) void useSaved.getState().load()
})
