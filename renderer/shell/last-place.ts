import type { LastPlace, ViewDefinition } from '../../shared/model/saved-view.ts'
import { viewWithoutNames } from '../../shared/model/saved-view.ts'
import { api } from '../api/client.ts'
import { useAccounts } from '../app/accounts.ts'
import { keptAtClosing } from '../app/kept-while-typed.ts'
import { type FramedScreen, useNavigation } from '../app/navigation.ts'
import { currentView, onArranged, openViews, reopenViews, useViews } from '../features/views/index.ts'
import { offeredScreens } from './screens.tsx'

/**
 * Milliseconds from a step until it is remembered, with those after it: to remember is to write, and what was reckoned
 * for lists is then looked at anew.
 */
const untilRemembered = 30_000

/** When it is remembered at once: the teacher looks elsewhere, or closes the window, which then waits for it. */
const leaving = ['blur', 'visibilitychange', 'pagehide'] as const

/** Where the window was when it closed; null where that is not known, which is no error. */
export const readLastPlace = (): Promise<LastPlace | null> => api.views.lastPlace().catch(() => null)

/** Arranges the lists as they were, before they are read for the first time. */
export function restoreLists(last: LastPlace | null): void {
  if (last === null) return
  const { accounts, look } = useAccounts.getState()
  if (accounts?.some(({ id }) => id === last.account)) look(last.account)
  reopenViews(last)
}

/** Goes where the window was; to the first screen where that is not known or no longer there. */
export function goToLastPlace(last: LastPlace | null, first: FramedScreen): void {
  const screen = offeredScreens().find(({ id }) => id === last?.screen)?.id ?? first
  const place = last?.screen === screen ? last.place : null
  useNavigation.getState().go(screen, place as never)
}

/** Remembers from now on where the window is. */
export function rememberPlaces(): void {
  let waiting: ReturnType<typeof setTimeout> | undefined
  let known = ''
  const remember = async () => {
    if (waiting === undefined) return
    clearTimeout(waiting)
    waiting = undefined
    const place = currentPlace()
    if (place === null || JSON.stringify(place) === known) return
    known = JSON.stringify(place)
    // The next step is another chance; nothing of the teacher's is lost.
    await api.views.rememberPlace({ place }).catch(() => undefined)
  }
  const later = () => {
    waiting ??= setTimeout(() => void remember(), untilRemembered)
  }
  useNavigation.subscribe(later)
  useAccounts.subscribe(later)
  useViews.subscribe(later)
  onArranged(later)
  for (const event of leaving) globalThis.addEventListener?.(event, () => void remember())
  keptAtClosing(remember)
}

const filterOf = <S extends ViewDefinition['screen']>(screen: S) =>
  viewWithoutNames(currentView(screen)).filter as Extract<ViewDefinition, { readonly screen: S }>['filter']

function currentPlace(): LastPlace | null {
  const { screen, place } = useNavigation.getState()
  if (screen === null || screen === 'welcome') return null
  return {
    ...{ screen, place },
    account: useAccounts.getState().currentId,
    results: filterOf('results'),
    students: filterOf('students'),
    views: openViews().map((view) => ({ ...view, before: viewWithoutNames(view.before) })),
  }
}
