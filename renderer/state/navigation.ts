import { create } from 'zustand'

export type Screen = 'welcome' | 'results' | 'settings'

/** A dialog over the screen: connecting another account, entering a lost secret, removing an account. */
export type OpenDialog =
  | { readonly kind: 'connect' }
  | { readonly kind: 'secret'; readonly accountId: string }
  | { readonly kind: 'remove'; readonly accountId: string }

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
