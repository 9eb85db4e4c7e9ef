import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Settings } from '../../../shared/model/settings.ts'
import { Button } from '../../components/Button.tsx'
import { Choice } from '../../components/Choice.tsx'
import { Switch } from '../../components/Switch.tsx'
import { t } from '../../i18n.ts'
import { useAccounts } from '../../state/accounts.ts'
import { useNavigation } from '../../state/navigation.ts'
import { useSettings } from '../../state/settings.ts'
import { AccountCard } from './AccountCard.tsx'
import { BackupsSection } from './BackupsSection.tsx'
import { Section } from './Section.tsx'
import styles from './SettingsScreen.module.css'

/** Accounts, appearance, syncing, backups, and facts of this installation. Every change is kept at once. */
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
        <Appearance />
        <Syncing />
        <BackupsSection />
        <About />
      </div>
    </div>
  )
}

function Appearance() {
  const { settings, change } = useSettings()
  return (
    <Section title={t('settings.appearance')}>
      <Row label={t('settings.theme')}>
        <Choice<Settings['theme']>
          label={t('settings.theme')}
          value={settings.theme}
          onChange={(theme) => void change({ theme })}
          options={[
            { value: 'system', words: t('settings.themeSystem') },
            { value: 'light', words: t('settings.themeLight') },
            { value: 'dark', words: t('settings.themeDark') },
          ]}
        />
      </Row>
      <Row label={t('settings.density')}>
        <Choice<Settings['density']>
          label={t('settings.density')}
          value={settings.density}
          onChange={(density) => void change({ density })}
          options={[
            { value: 'compact', words: t('settings.densityCompact') },
            { value: 'normal', words: t('settings.densityNormal') },
            { value: 'comfortable', words: t('settings.densityComfortable') },
          ]}
        />
      </Row>
    </Section>
  )
}

function Syncing() {
  const { settings, change } = useSettings()
  return (
    <Section title={t('settings.syncing')}>
      <Switch
        words={t('settings.autoSync')}
        isSelected={settings.autoSync}
        onChange={(autoSync) => void change({ autoSync })}
      />
      <p className={styles.hint}>{t('settings.autoSyncHint')}</p>
      <Switch
        words={t('settings.startAtLogin')}
        isSelected={settings.startAtLogin}
        onChange={(startAtLogin) => void change({ startAtLogin })}
      />
      <p className={styles.hint}>{t('settings.startAtLoginHint')}</p>
    </Section>
  )
}

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
