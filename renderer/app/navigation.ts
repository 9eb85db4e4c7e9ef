import { create } from 'zustand'
import type { CollectSummary } from '../../shared/model/assessment.ts'
import type { OpenedBackup, Snapshot } from '../../shared/model/backup.ts'
import type { ExportedFile } from '../../shared/model/job.ts'
import type { ExportedRows } from '../format/job-words.ts'

/**
 * The ids of the screens beside the sidebar, each with the places within it: the page of one student, say; null for the
 * screen itself. `shell/screens.tsx` adds them, next to its table of what each screen is.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by shell/screens.tsx
export interface FramedScreens {}

export type FramedScreen = keyof FramedScreens

/** A place within a screen. */
export type PlaceOf<S extends Screen> = S extends FramedScreen ? FramedScreens[S] : null

/** A workbook to write. */
export interface AskedExport {
  readonly of: ExportedRows
  /** Asks where to save it and starts the job; null when the dialog was closed. */
  start(): Promise<{ readonly jobId: string } | null>
}

export type Screen = 'welcome' | FramedScreen

/** A dialog open over the screen. */
export type OpenDialog =
  /** `accountId`: the disconnected account to connect again, if there is one. */
  | { readonly kind: 'connect'; readonly accountId?: string }
  | { readonly kind: 'secret'; readonly accountId: string }
  | { readonly kind: 'remove'; readonly accountId: string }
  | { readonly kind: 'revoke'; readonly accountId: string }
  | { readonly kind: 'recheck'; readonly accountIds: readonly string[] }
  | { readonly kind: 'restore'; readonly snapshot: Snapshot }
  | { readonly kind: 'restore-file'; readonly opened: OpenedBackup }
  | { readonly kind: 'incomplete-export'; readonly asked: AskedExport }
  /** What a file of questions could not say. */
  | { readonly kind: 'question-losses'; readonly losses: NonNullable<ExportedFile['questionLosses']> }
  /** Submissions that could not be collected. */
  | {
      readonly kind: 'rejected-submissions'
      readonly account: string
      readonly rejected: CollectSummary['rejected']
    }
  | { readonly kind: 'save-backup' }
  | { readonly kind: 'find' }
  | { readonly kind: 'help' }

interface Visit {
  readonly screen: Screen
  readonly place: PlaceOf<Screen>
}

/** How many steps back are kept. */
const mostVisits = 50

interface NavigationState {
  /** Null until it is known whether there is an account. */
  readonly screen: Screen | null
  /** Where within the screen; read it by `usePlace`. */
  readonly place: PlaceOf<Screen>
  /** Where one was before, the last one at the end. */
  readonly visits: readonly Visit[]
  readonly dialog: OpenDialog | null
  /**
   * Asked before the screen or its place changes: true where it keeps the teacher there, to ask about unsaved text. It
   * may call `go` once that is settled.
   */
  readonly guard: ((go: () => void) => boolean) | null
  go<S extends Screen>(screen: S, place?: PlaceOf<S>): void
  /** Goes where one was before; where that is nowhere, to the screen without a place. */
  back(): void
  openDialog(dialog: OpenDialog): void
  closeDialog(): void
}

export const useNavigation = create<NavigationState>()((set, get) => ({
  screen: null,
  place: null,
  visits: [],
  dialog: null,
  guard: null,
  go: (screen, place = null as PlaceOf<typeof screen>) => {
    if (get().guard?.(() => get().go(screen, place)) === true) return
    set((now) => ({
      screen,
      place,
      visits: now.screen === null ? [] : [...now.visits, { screen: now.screen, place: now.place }].slice(-mostVisits),
    }))
  },
  back: () => {
    if (get().guard?.(() => get().back()) === true) return
    set(({ visits }) => {
      const before = visits.at(-1)
      return before === undefined ? { place: null } : { ...before, visits: visits.slice(0, -1) }
    })
  },
  openDialog: (dialog) => set({ dialog }),
  closeDialog: () => set({ dialog: null }),
}))

/** Where within a screen the window is; null for the screen itself, and while another one is shown. */
export const usePlace = <S extends FramedScreen>(screen: S): PlaceOf<S> | null =>
  useNavigation((state) => (state.screen === screen ? (state.place as PlaceOf<S>) : null))
