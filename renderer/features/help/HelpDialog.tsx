import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CircleMinus,
  FlaskConical,
  Hourglass,
  ListChecks,
  type LucideIcon,
  Merge,
  PenLine,
  SearchX,
  Unplug,
  UserX,
} from 'lucide-react'
import { api, asAppError } from '../../api/client.ts'
import { sayFailed } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useSettings } from '../../app/settings.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons } from '../../ui/Dialog.tsx'
import { ScreenTabs } from '../../ui/ScreenTabs.tsx'
import styles from './Help.module.css'
import { type ScreenKey, ShortcutSheet } from './ShortcutSheet.tsx'

interface HelpDialogProps {
  readonly screens: readonly ScreenKey[]
  onClose(): void
}

/** Shortcuts, what the words on the screens mean, and where the data is. */
export function HelpDialog({ screens, onClose }: HelpDialogProps) {
  return (
    <Dialog title={t('help.title')} wide onClose={onClose}>
      <div className={styles.body}>
        <ScreenTabs
          label={t('help.tabs.label')}
          tabs={[
            { id: 'shortcuts', words: t('help.tabs.shortcuts'), content: <ShortcutSheet screens={screens} /> },
            { id: 'meanings', words: t('help.tabs.meanings'), content: <Meanings /> },
            { id: 'data', words: t('help.tabs.data'), content: <YourData onClose={onClose} /> },
          ]}
        />
      </div>
      <DialogButtons>
        <Button onPress={onClose}>{t('help.close')}</Button>
      </DialogButtons>
    </Dialog>
  )
}

/** The words on the screens, with the marks that stand for some. */
const meanings = {
  results: {
    passed: CircleCheck,
    notPassed: CircleMinus,
    toGrade: PenLine,
    survey: ListChecks,
    certificate: SearchX,
  },
  lists: { notTaken: UserX, excused: Ban, counted: CircleDot, mayChange: CircleDashed, merged: Merge },
  complete: {
    incomplete: CircleDashed,
    gap: CircleAlert,
    waiting: Hourglass,
    disconnected: Unplug,
    sample: FlaskConical,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, LucideIcon>>>>

type Term = { [Part in keyof typeof meanings]: keyof (typeof meanings)[Part] }[keyof typeof meanings]

function Meanings() {
  return (
    <div className={styles.meanings}>
      {(Object.keys(meanings) as (keyof typeof meanings)[]).map((part) => (
        <section key={part} className={styles.part}>
          <h3 className={styles.heading}>{t(`help.meanings.${part}`)}</h3>
          <dl className={styles.terms}>
            {(Object.entries(meanings[part]) as [Term, LucideIcon][]).map(([term, Icon]) => (
              <div key={term} className={styles.term}>
                <dt>
                  <Icon aria-hidden /> {t(`help.terms.${term}.0`)}
                </dt>
                <dd>{t(`help.terms.${term}.1`)}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}

function YourData({ onClose }: Pick<HelpDialogProps, 'onClose'>) {
  const info = useSettings((state) => state.info)
  const isFramed = useNavigation(({ screen }) => screen !== null && screen !== 'welcome')
  const openWebsite = () =>
    api.app
      .openExternal({ url: 'https://www.classmarker.com/' })
      .catch((thrown: unknown) => sayFailed(asAppError(thrown)))
  return (
    <div className={styles.data}>
      {info === null ? (
        <p>{t('help.data.whereUnknown')}</p>
      ) : (
        <p>
          {t('help.data.where')} <span className={styles.path}>{info.dataFolder}</span>
        </p>
      )}
      <p>{t(info?.keychain === 'unavailable' ? 'help.data.noKeychain' : 'help.data.secret')}</p>
      <p>{t('help.data.copies')}</p>
      <p>{t('help.data.sent')}</p>
      <h3 className={styles.heading}>{t('help.data.helpTitle')}</h3>
      <p>{t('help.data.helpText')}</p>
      <p>
        {t('help.data.log')} {info !== null && t('help.data.version', { version: info.version })}
      </p>
      <div className={styles.ways}>
        <Button onPress={() => void openWebsite()}>{t('help.data.website')}</Button>
        {isFramed && (
          <Button
            onPress={() => {
              onClose()
              useNavigation.getState().go('settings')
            }}
          >
            {t('help.data.settings')}
          </Button>
        )}
      </div>
    </div>
  )
}
