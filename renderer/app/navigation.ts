import { create } from 'zustand'
import type { OpenedBackup, Snapshot } from '../../shared/model/backup.ts'
import type { ExportedRows } from '../format/job-words.ts'

/** The ids of the screens beside the sidebar. `shell/screens.tsx` adds them, next to its table of what each screen is. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by shell/screens.tsx
export interface FramedScreens {}

export type FramedScreen = keyof FramedScreens

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
  | { readonly kind: 'recheck'; readonly accountIds: readonly string[] }
  | { readonly kind: 'restore'; readonly snapshot: Snapshot }
  | { readonly kind: 'restore-file'; readonly opened: OpenedBackup }
  | { readonly kind: 'incomplete-export'; readonly asked: AskedExport }
  | { readonly kind: 'save-backup' }

interface NavigationState {
  /** Null until it is known whether there is an account. */
  readonly screen: Screen | null
  readonly dialog: OpenDialog | null
  go(screen: Screen): void
  openDialog(dialog: OpenDialog): void
  closeDialog(): void
}

export const useNavigation = create<NavigationState>()((set) => ({
  screen: null,
  dialog: null,
  go: (screen) => set({ screen }),
  openDialog: (dialog) => set({ dialog }),
  closeDialog: () => set({ dialog: null }),
}))
