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
import { useKey, useShortcut } from './keyboard.ts'
import { moveToRegion } from './regions.ts'
import { AccessCodesScreen } from './screens/access-codes/AccessCodesScreen.tsx'
import { ActivityScreen } from './screens/activity/ActivityScreen.tsx'
import { CertificatesScreen } from './screens/certificates/CertificatesScreen.tsx'
import { ResultsScreen } from './screens/results/ResultsScreen.tsx'
import { SettingsScreen } from './screens/settings/SettingsScreen.tsx'
import { WelcomeScreen } from './screens/welcome/WelcomeScreen.tsx'
import { useAccounts, zoneOf } from './state/accounts.ts'
import { type Screen, useNavigation } from './state/navigation.ts'
import { useSettings } from './state/settings.ts'

/** The frame: sidebar, the screen, the status line; or the welcome screen alone. */
export function App() {
  const screen = useNavigation((state) => state.screen)
  const go = useNavigation((state) => state.go)
  useAppearance()
  useShortcut(',', () => {
    if (isInFrame(screen)) go('settings')
  })
  useShortcut('1', () => {
    if (isInFrame(screen)) go('results')
  })
  useShortcut('2', () => {
    if (isInFrame(screen)) go('certificates')
  })
  useShortcut('3', () => {
    if (isInFrame(screen)) go('access-codes')
  })
  useShortcut('4', () => {
    if (isInFrame(screen)) go('activity')
  })
  useKey((event) => {
    if (event.key !== 'F6') return
    event.preventDefault()
    moveToRegion(event.shiftKey ? -1 : 1)
  })
  return (
    <I18nProvider locale={locale}>
      <CrashBoundary>
        {screen === null && <Unopened />}
        {screen === 'welcome' && <WelcomeScreen />}
        {isInFrame(screen) && (
          <div className={styles.frame}>
            <Sidebar />
            <main className={styles.main}>
              <DataPlaceNotice />
              <SampleBanner />
              {screen !== 'settings' && <SyncNotices />}
              {screen === 'results' && <ResultsScreen />}
              {screen === 'certificates' && <CertificatesScreen />}
              {screen === 'access-codes' && <AccessCodesScreen />}
              {screen === 'activity' && <ActivityScreen />}
              {screen === 'settings' && <SettingsScreen />}
              <StatusLine />
            </main>
          </div>
        )}
        <Dialogs />
        <LiveRegion />
      </CrashBoundary>
    </I18nProvider>
  )
}

/** Whether a screen stands beside the sidebar. */
const isInFrame = (screen: Screen | null): boolean => screen !== null && screen !== 'welcome'

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
