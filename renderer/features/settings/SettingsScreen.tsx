import { Plus } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { LoginStart } from '../../../shared/ipc/app.ts'
import { type SettingName, type Settings, settingNames, settingsTable } from '../../../shared/model/settings.ts'
import { api, asAppError } from '../../api/client.ts'
import { useAccounts } from '../../app/accounts.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useSettings } from '../../app/settings.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Choice, Switch } from '../../ui/Choice.tsx'
import { Section } from '../../ui/Screen.tsx'
import { AccountCard } from '../accounts/index.ts'
import { BackupsSection } from '../backups/index.ts'
import styles from './SettingsScreen.module.css'

/** Accounts, appearance, syncing, backups, and facts about this installation. Every change is saved at once. */
export function SettingsScreen() {
  const accounts = useAccounts((state) => state.accounts)
  const openDialog = useNavigation((state) => state.openDialog)
  return (
    <div className={styles.screen} data-region="settings">
      <div className={styles.page}>
        <h1 className={styles.title}>{t('settings.title')}</h1>
        <Section title={t('settings.accounts')}>
          {accounts?.map((account) => (
            <AccountCard key={account.id} account={account} />
          ))}
          <div>
            <Button icon={Plus} onPress={() => openDialog({ kind: 'connect' })}>
              {t('settings.addAccount')}
            </Button>
          </div>
        </Section>
        <Chosen section="appearance" />
        <Chosen section="syncing" />
        <BackupsSection />
        <About />
      </div>
    </div>
  )
}

/** The settings of one section, each with a control for its kind. */
function Chosen({ section }: { section: 'appearance' | 'syncing' }) {
  return (
    <Section title={t(`settings.${section}`)}>
      {settingNames.map((name) => {
        const facts = settingsTable[name]
        if (facts.shown !== section) return null
        return facts.control === 'choice' ? (
          <OneSetting key={name} name={name as ChoiceName} />
        ) : (
          <OnOffSetting key={name} name={name as SwitchName} />
        )
      })}
    </Section>
  )
}

type NamesWith<Control> = {
  [Name in SettingName]: (typeof settingsTable)[Name]['control'] extends Control ? Name : never
}[SettingName]
type ChoiceName = NamesWith<'choice'>
type SwitchName = NamesWith<'switch'>

function OneSetting({ name }: { name: ChoiceName }) {
  const { settings, change } = useSettings()
  const choices: readonly Settings[ChoiceName][] = settingsTable[name].choices
  return (
    <Row label={t(`settings.${name}`)}>
      <Choice<Settings[ChoiceName]>
        label={t(`settings.${name}`)}
        value={settings[name]}
        onChange={(value) => void change({ [name]: value })}
        options={choices.map((value) => ({ value, words: t(`settings.choices.${name}.${value}` as ChoiceKey) }))}
      />
    </Row>
  )
}

/** Keys of a choice's words, which exist for every choice in the table. */
type ChoiceKey = {
  [Name in ChoiceName]: `settings.choices.${Name}.${Settings[Name]}`
}[ChoiceName]

function OnOffSetting({ name }: { name: SwitchName }) {
  const { settings, change } = useSettings()
  return (
    <>
      <Switch
        words={t(`settings.${name}`)}
        isSelected={settings[name]}
        onChange={(value) => void change({ [name]: value })}
      />
      <p className={styles.hint}>{t(`settings.${name}Hint`)}</p>
      {name === 'startAtLogin' && settings.startAtLogin && <LoginStartNote />}
    </>
  )
}

/** Says so where the system will not start Gradekeep at login although it was told to. */
function LoginStartNote() {
  const [found, setFound] = useState<LoginStart>('on')
  const platform = useSettings((state) => state.info?.platform ?? 'linux')
  // The choice reaches the system before it is confirmed.
  const readings = useSettings((state) => state.readings)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each reading may follow a change
  useEffect(() => {
    const look = () =>
      void api.app.loginStart().then(setFound, (thrown: unknown) => {
        // What cannot be told is not complained about in Settings.
        console.warn(asAppError(thrown).code)
      })
    look()
    // The teacher comes back from the system's settings.
    window.addEventListener('focus', look)
    return () => window.removeEventListener('focus', look)
  }, [readings])
  if (found === 'on' || found === 'not-installed') return null
  const words = found === 'switched-off' ? t(`settings.loginStart.switchedOff.${platform}`) : t(noteKeys[found])
  return (
    <p className={styles.hint} role="status">
      {words}
    </p>
  )
}

const noteKeys = {
  'needs-approval': 'settings.loginStart.needsApproval',
  missing: 'settings.loginStart.missing',
} as const

function About() {
  const info = useSettings((state) => state.info)
  if (info === null) return null
  return (
    <Section title={t('settings.about')}>
      <Row label={t('app.name')}>{t('settings.version', { version: info.version })}</Row>
      <Row label={t('settings.dataFolder')}>
        <span className={styles.path}>{info.dataFolder}</span>
      </Row>
      <Row label={t('settings.keychain')}>
        {t(info.keychain === 'available' ? 'settings.keychainAvailable' : 'settings.keychainUnavailable')}
      </Row>
    </Section>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <span className={styles.label}>{label}</span>
      <div>{children}</div>
    </div>
  )
}
