import { Component, type ReactNode, useEffect, useRef } from 'react'
import { I18nProvider } from 'react-aria-components'
import { api } from '../api/client.ts'
import { systemZone, useAccounts, zoneOf } from '../app/accounts.ts'
import { useAnnouncer } from '../app/announcer.ts'
import { useNavigation } from '../app/navigation.ts'
import { useSettings } from '../app/settings.ts'
import { useVocabulary } from '../app/vocabulary.ts'
import { DropTarget } from '../features/imports/index.ts'
import { useUndoKeys } from '../features/local-changes/index.ts'
import { WelcomeScreen } from '../features/welcome/index.ts'
import { locale, t } from '../format/words.ts'
import { Button } from '../ui/Button.tsx'
import { ErrorMessage } from '../ui/ErrorMessage.tsx'
import { dialogIsOpen, focusArrival, isHeldOff, isInText, onceDrawn, useKey, useShortcut } from '../ui/keyboard.ts'
import { isKeys, isShortcut, screenKeys } from '../ui/shortcuts.ts'
import styles from './App.module.css'
import { Dialogs } from './Dialogs.tsx'
import { DataPlaceNotice, SampleBanner, SyncNotices } from './Notices.tsx'
import { Sidebar } from './Sidebar.tsx'
import { StatusLine } from './StatusLine.tsx'
import { offeredScreens, openScreen, screens } from './screens.tsx'

/** The frame: sidebar, the screen, the status line; or the welcome screen alone. */
export function App() {
  const screen = useNavigation((state) => state.screen)
  const vocabulary = useVocabulary()
  useAppearance()
  const framed = screens.find(({ id }) => id === screen)
  useKey((event) => {
    const wanted = offeredScreens().find(({ shortcut }) => isKeys(event, screenKeys(shortcut)))
    if (wanted === undefined || isHeldOff(event)) return
    event.preventDefault()
    if (framed) openScreen(wanted.id)
  })
  useShortcut('back', () => {
    if (framed) useNavigation.getState().back()
  })
  useShortcut('nextRegion', () => moveToRegion(1))
  useShortcut('previousRegion', () => moveToRegion(-1))
  useFindAndHelp(framed !== undefined)
  useFocusArrived()
  useUndoKeys(framed !== undefined)
  return (
    <I18nProvider locale={locale}>
      <CrashBoundary zone={systemZone}>
        {screen === null && <Unopened />}
        {screen === 'welcome' && <WelcomeScreen />}
        {framed && (
          <div className={styles.frame}>
            <Sidebar />
            <main className={styles.main}>
              <DataPlaceNotice />
              <SampleBanner />
              {!framed.tellsOfAccounts && <SyncNotices />}
              {/* Other accounts may be told of in other words. */}
              <framed.Screen key={vocabulary} />
              <StatusLine />
            </main>
          </div>
        )}
        {framed && <DropTarget />}
        <Dialogs />
        <LiveRegion />
      </CrashBoundary>
    </I18nProvider>
  )
}

/** What led to a screen goes with the one before: the focus goes on to the list or the heading of the new one. */
function useFocusArrived(): void {
  const screen = useNavigation((state) => state.screen)
  const place = useNavigation((state) => state.place)
  const at = JSON.stringify([screen, place])
  const before = useRef({ screen, at })
  useEffect(() => {
    const isAnother = before.current.screen !== null && before.current.at !== at
    before.current = { screen, at }
    if (isAnother) return onceDrawn(focusArrival)
  }, [screen, at])
}

/** The keys that open Find and the help. Where a screen has no list to search, its key finds anything, too. */
function useFindAndHelp(isFramed: boolean): void {
  const openDialog = useNavigation((state) => state.openDialog)
  const find = () => {
    if (isFramed) openDialog({ kind: 'find' })
  }
  useShortcut('find', find)
  useKey((event) => {
    if (!isShortcut(event, 'search') || isHeldOff(event)) return
    const fields = [...document.querySelectorAll('[data-list-search]')]
    // The field takes the key itself.
    if (fields.some((field) => field.closest('[inert]') === null)) return
    event.preventDefault()
    find()
  })
  useKey((event) => {
    // A question mark that is typed into a text is one.
    if (!isShortcut(event, 'help') || isHeldOff(event) || (event.key === '?' && isInText(event))) return
    event.preventDefault()
    openDialog({ kind: 'help' })
  })
  // The menu of the application is there over a dialog, too, whose half-filled form is not to go.
  useEffect(() =>
    api.app.asked(({ what }) => {
      if (dialogIsOpen()) return
      if (what === 'find') find()
      else openDialog({ kind: 'help' })
    }),
  )
}

/** The one polite live region of the window: everything worth hearing passes through it. */
function LiveRegion() {
  const { text, turn } = useAnnouncer()
  return (
    <div className="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      <span key={turn}>{text}</span>
    </div>
  )
}

/** Shown before the accounts are known: nothing, or why they cannot be read. */
function Unopened() {
  const { error, load } = useAccounts()
  if (error === null) return null
  return (
    <main className={styles.unopened}>
      <h1>{t('error.title')}</h1>
      <ErrorMessage error={error} zone={zoneOf(null, null)} focus>
        <Button onPress={() => void load()}>{t('action.tryAgain')}</Button>
      </ErrorMessage>
    </main>
  )
}

/** Sets theme and density on the root element, where the tokens read them. */
function useAppearance() {
  // Each by itself: with the whole of them, every order that is remembered would draw the window anew.
  const theme = useSettings((state) => state.settings.theme)
  const density = useSettings((state) => state.settings.density)
  useEffect(() => {
    const root = document.documentElement
    if (theme === 'system') root.removeAttribute('data-theme')
    else root.setAttribute('data-theme', theme)
    root.setAttribute('data-density', density)
  }, [theme, density])
}

const internal = { code: 'internal', detail: {} } as const

/** Replaces a window that failed to draw itself: it says so, and draws again on request. */
class CrashBoundary extends Component<
  { readonly zone: string; readonly children: ReactNode },
  { readonly failed: boolean }
> {
  override state = { failed: false }

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true }
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children
    return (
      <main className={styles.page}>
        <h1 className={styles.title}>{t('error.title')}</h1>
        <ErrorMessage error={internal} zone={this.props.zone} focus>
          <Button onPress={() => this.setState({ failed: false })}>{t('action.tryAgain')}</Button>
        </ErrorMessage>
      </main>
    )
  }
}

const inside = '[tabindex="0"], button:not([disabled]):not([tabindex="-1"]), input:not([disabled])'

/** Moves the focus to the next region of the window (sidebar, toolbar, grid, panel), or the one before. */
function moveToRegion(by: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region], [role="grid"]')].filter(
    (region) => region.closest('[inert]') === null,
  )
  const here = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(here + by + regions.length) % regions.length] ?? regions[0]
  next?.querySelector<HTMLElement>(inside)?.focus()
}
