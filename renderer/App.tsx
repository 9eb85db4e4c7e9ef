import { useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import styles from './App.module.css'
import { Button } from './components/Button.tsx'
import { CrashBoundary } from './components/CrashBoundary.tsx'
import { DataPlaceNotice } from './components/DataPlaceNotice.tsx'
import { Dialogs } from './components/Dialogs.tsx'
import { ErrorMessage } from './components/ErrorMessage.tsx'
import { LiveRegion } from './components/LiveRegion.tsx'
import { SampleBanner } from './components/SampleBanner.tsx'
import { Sidebar } from './components/Sidebar/Sidebar.tsx'
import { StatusLine } from './components/StatusLine/StatusLine.tsx'
import { SyncNotices } from './components/SyncNotices.tsx'
import { locale } from './format/locale.ts'
import { t } from './i18n.ts'
import { useKey, useShortcuts } from './keyboard.ts'
import { moveToRegion } from './regions.ts'
import { WelcomeScreen } from './screens/welcome/WelcomeScreen.tsx'
import { screens } from './shell/screens.tsx'
import { systemZone, useAccounts, zoneOf } from './state/accounts.ts'
import { useAnnouncer } from './state/announcer.ts'
import { useNavigation } from './state/navigation.ts'
import { useSettings } from './state/settings.ts'

/** The frame: sidebar, the screen, the status line; or the welcome screen alone. */
export function App() {
  const screen = useNavigation((state) => state.screen)
  const go = useNavigation((state) => state.go)
  const said = useAnnouncer()
  useAppearance()
  const framed = screens.find(({ id }) => id === screen)
  useShortcuts(
    screens.map(({ shortcut }) => shortcut),
    (key) => {
      const wanted = screens.find(({ shortcut }) => shortcut === key)
      if (framed && wanted) go(wanted.id)
    },
  )
  useKey((event) => {
    if (event.key !== 'F6') return
    event.preventDefault()
    moveToRegion(event.shiftKey ? -1 : 1)
  })
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
              <framed.Screen />
              <StatusLine />
            </main>
          </div>
        )}
        <Dialogs />
        <LiveRegion said={said} />
      </CrashBoundary>
    </I18nProvider>
  )
}

/** Before the accounts are known: nothing, or why they cannot be read. */
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

/** Theme and density stand on the root element, where the tokens read them. */
function useAppearance() {
  const { theme, density } = useSettings((state) => state.settings)
  useEffect(() => {
    const root = document.documentElement
    if (theme === 'system') root.removeAttribute('data-theme')
    else root.setAttribute('data-theme', theme)
    root.setAttribute('data-density', density)
  }, [theme, density])
}
