import { useCallback, useSyncExternalStore } from 'react'
import { create } from 'zustand'
import type { Condition, ResultsFilter } from '../../../shared/model/filter.ts'
import {
  type LastPlace,
  type SavedView,
  type ViewColumns,
  type ViewDefinition,
  type ViewOn,
  type ViewScreen,
  viewKey,
} from '../../../shared/model/saved-view.ts'
import { api, latestOnly } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { say, sayFailed } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useSettings } from '../../app/settings.ts'
import { t } from '../../format/words.ts'

/** What a list itself has of a view: its filter, its order, and what else decides what is shown. */
type Arrangement<S extends ViewScreen> = Omit<ViewOn<S>, 'screen' | 'account' | 'columns'>

/** A list that can be kept as a view. Each adds itself by `addViewable`. */
interface Viewable<S extends ViewScreen> {
  read(): Arrangement<S>
  show(arrangement: Arrangement<S>): void
  /** @returns a function that stops listening */
  subscribe(changed: () => void): () => void
}

const viewables = new Map<ViewScreen, Viewable<ViewScreen>>()

interface OpenView {
  readonly id: number
  /** The list as it was before, to which leaving the view returns. */
  readonly before: ViewDefinition
}

interface ViewsState {
  /** In the order of the sidebar; null until the first answer. */
  readonly views: readonly SavedView[] | null
  /** The view that each list shows. */
  readonly open: { readonly [S in ViewScreen]?: OpenView }
  load(): Promise<void>
}

const latest = latestOnly()

export const useViews = create<ViewsState>()((set, get) => ({
  views: null,
  open: {},
  load: () =>
    latest(
      () => api.views.list(),
      (views) => {
        const before = get().views
        set(({ open }) => ({
          views,
          // Removed, or undone: what the list shows stays, without a name.
          open: Object.fromEntries(Object.entries(open).filter(([, { id }]) => views.some((view) => view.id === id))),
        }))
        followNames(before)
      },
      (error) => sayFailed(error),
    ),
}))

api.views.changed(() => void useViews.getState().load())
// What a view asks for may have come or gone.
for (const noun of ['gradebooks', 'students', 'accounts'] as const)
  api[noun].changed(() => {
    if ((useViews.getState().views ?? []).length > 0) void useViews.getState().load()
  })

/** Whether a view is being shown, so that a change of the list is not the teacher's. */
let isShowing = false

export function addViewable<S extends ViewScreen>(screen: S, viewable: Viewable<S>): void {
  viewables.set(screen, viewable as unknown as Viewable<ViewScreen>)
  let { filter } = viewable.read()
  viewable.subscribe(() => {
    const now = viewable.read()
    if (now.filter === filter) return
    filter = now.filter
    // Asked from another screen: the rows behind a figure are no view.
    if (!isShowing && useViews.getState().open[screen] && useNavigation.getState().screen !== screen)
      leaveView(screen, now.filter)
  })
}

/** Calls back whenever a list that can be a view is filtered or ordered otherwise. */
export function onArranged(callBack: () => void): void {
  for (const viewable of viewables.values()) viewable.subscribe(callBack)
}

const viewableOf = (screen: ViewScreen): Viewable<ViewScreen> => {
  const viewable = viewables.get(screen)
  if (viewable === undefined) throw new Error(`${screen} cannot be kept as a view.`)
  return viewable
}

/** A list as it is now. */
export function currentView(screen: ViewScreen): ViewDefinition {
  const { currentId } = useAccounts.getState()
  return { screen, account: currentId, ...viewableOf(screen).read(), columns: columnsOf(screen) } as ViewDefinition
}

function columnsOf(screen: ViewScreen): ViewColumns {
  const { lists, hiddenColumns } = useSettings.getState().settings
  const { order = [], pinned = [], hidden = [] } = lists[screen] ?? {}
  return { hidden: screen === 'results' ? hiddenColumns : hidden, order, pinned }
}

function setColumns(screen: ViewScreen, { hidden, order, pinned }: ViewColumns): void {
  void useSettings.getState().change(({ lists }) => {
    const layout = { ...lists[screen], order, pinned }
    if (screen === 'results') return { hiddenColumns: hidden, lists: { ...lists, [screen]: layout } }
    return { lists: { ...lists, [screen]: { ...layout, hidden } } }
  })
}

/** Arranges a list as a view says, and looks at its account. */
export function show(view: ViewDefinition): void {
  const { screen, account, columns, ...arrangement } = view
  const { accounts, currentId, look } = useAccounts.getState()
  isShowing = true
  try {
    const isThere = account === null || accounts?.some(({ id }) => id === account)
    if (account !== currentId && isThere) look(account)
    viewableOf(screen).show(arrangement)
    if (JSON.stringify(columnsOf(screen)) !== JSON.stringify(columns)) setColumns(screen, columns)
  } finally {
    isShowing = false
  }
}

/** Fields whose conditions the store changes in a saved view where what they ask for is called otherwise. */
const named: readonly string[] = ['class', 'label', 'extraInfo', 'student']

/** Has the lists ask for classes, labels and extra fields by the names that their views know now. */
function followNames(before: readonly SavedView[] | null): void {
  for (const [opened, { id }] of Object.entries(useViews.getState().open)) {
    const screen = opened as ViewScreen
    const was = before?.find((view) => view.id === id)?.definition
    const is = openedView(useViews.getState(), screen)?.definition
    if (was == null || is == null) continue
    const now = currentView(screen)
    const filter = renamed(conditionsIn(now), conditionsIn(was), conditionsIn(is))
    if (filter !== null)
      show(now.screen === 'results' ? { ...now, filter } : { ...now, filter: { ...now.filter, results: filter } })
  }
}

const conditionsIn = (view: ViewDefinition): ResultsFilter =>
  view.screen === 'results' ? view.filter : view.filter.results

/** A filter with what the view asks for now instead of what it asked for before; null where that is the same. */
function renamed(filter: ResultsFilter, was: ResultsFilter, is: ResultsFilter): ResultsFilter | null {
  const isIn = (conditions: ResultsFilter, sought: Condition) =>
    conditions.some((each) => JSON.stringify(each) === JSON.stringify(sought))
  const now = filter.map((asked) => {
    const isFormer = named.includes(asked.field) && isIn(was, asked) && !isIn(is, asked)
    return (isFormer && is.find(({ field }) => field === asked.field)) || asked
  })
  return now.some((each, at) => each !== filter[at]) ? now : null
}

/** Notes which view a list shows; undefined for none. */
export const setOpen = (screen: ViewScreen, opened: OpenView | undefined): void =>
  useViews.setState(({ open: { [screen]: _, ...others } }) => ({
    open: opened === undefined ? others : { ...others, [screen]: opened },
  }))

/** Shows a view, and its screen; says so where it cannot be read. */
export function openView(id: number): void {
  const { views, open } = useViews.getState()
  const view = views?.find((each) => each.id === id)
  if (view === undefined) return
  if (view.definition === null) return void say(t('views.unreadable', { name: view.name }))
  const { screen } = view.definition
  const before = open[screen]?.before ?? currentView(screen)
  const { go, screen: shown, place } = useNavigation.getState()
  if (shown !== screen || place !== null) go(screen)
  setOpen(screen, { id, before })
  show(view.definition)
}

/**
 * Shows a list as it was before its view; with `filter`, what is asked of it now instead. An account that was chosen
 * while the view was open stays.
 */
export function leaveView(screen: ViewScreen, filter?: ViewDefinition['filter']): void {
  const { views, open } = useViews.getState()
  const opened = open[screen]
  if (opened === undefined) return
  const viewed = views?.find(({ id }) => id === opened.id)?.definition
  setOpen(screen, undefined)
  const { currentId } = useAccounts.getState()
  const isOther = viewed != null && viewed.account !== currentId
  const account = filter !== undefined || isOther ? currentId : opened.before.account
  show({ ...opened.before, ...(filter === undefined ? {} : { filter }), account } as ViewDefinition)
}

/** Opens a screen from the sidebar: a list without its view. */
export function leaveViewOf(screen: string): void {
  if (viewables.has(screen as ViewScreen)) leaveView(screen as ViewScreen)
}

/** The view that a list shows; null where it shows none. */
export const openedView = ({ views, open }: ViewsState, screen: ViewScreen): SavedView | null =>
  views?.find(({ id }) => id === open[screen]?.id) ?? null

export const useOpenedView = (screen: ViewScreen): SavedView | null => useViews((state) => openedView(state, screen))

/** Whether a list differs from the view it shows. */
function isChanged(screen: ViewScreen): boolean {
  const definition = openedView(useViews.getState(), screen)?.definition
  return definition != null && viewKey(definition) !== viewKey(currentView(screen))
}

export function useIsChanged(screen: ViewScreen): boolean {
  const subscribe = useCallback(
    (changed: () => void) => {
      const stops = [useViews, useSettings, useAccounts].map((store) => store.subscribe(changed))
      return [...stops, viewableOf(screen).subscribe(changed)].reduce((one, other) => () => {
        one()
        other()
      })
    },
    [screen],
  )
  return useSyncExternalStore(subscribe, () => isChanged(screen))
}

/** The views that lists show, to be shown again by `reopenViews`. */
export const openViews = (): LastPlace['views'] =>
  Object.entries(useViews.getState().open).map(([screen, { id, before }]) => ({
    ...{ id, before },
    isChanged: isChanged(screen as ViewScreen),
  }))

/** Shows lists as they were at the last start: those with a view as it was saved, unless they differed from it. */
export function reopenViews({ views: opened, account, results, students }: LastPlace): void {
  const filters = { results, students }
  for (const screen of viewables.keys()) {
    const { id, before, isChanged: differed = true } = opened.find((each) => each.before.screen === screen) ?? {}
    const saved = useViews.getState().views?.find((view) => view.id === id)?.definition
    if (id !== undefined && before && saved) setOpen(screen, { id, before })
    const left = { ...(saved ?? currentView(screen)), filter: filters[screen], account } as ViewDefinition
    show(saved && !differed ? saved : left)
  }
}
