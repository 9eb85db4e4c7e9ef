import { useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { DatabaseContents, OpenedBackup, Snapshot } from '../../../shared/model/backup.ts'
import { api, asAppError } from '../../api/client.ts'
import { systemZone, useAccounts } from '../../app/accounts.ts'
import { useClock } from '../../app/clock.ts'
import { say } from '../../app/feedback.ts'
import { useNavigation } from '../../app/navigation.ts'
import { useSettings } from '../../app/settings.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { exactTime, whenWords } from '../../format/time.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import form from '../../ui/Form.module.css'
import { Form } from '../../ui/TextField.tsx'
import { PassphraseField } from './PassphraseField.tsx'
import styles from './RestoreDialogs.module.css'

/** Shows the contents of one of this laptop's copies before it replaces everything here. */
export function RestoreDialog({ snapshot: { name, takenAt } }: { snapshot: Snapshot }) {
  const close = useNavigation((state) => state.closeDialog)
  const { looked, busy, error, preview, restore } = useRestore()
  const look = useRef(() => preview(() => api.backups.preview({ name })))
  useEffect(() => void look.current(), [])
  return (
    <Dialog title={t('backups.preview.title')} role="alertdialog" onClose={close}>
      {error !== null && <ErrorMessage error={error} zone={systemZone} focus />}
      {looked === null ? (
        error === null && <p>{t('backups.preview.reading')}</p>
      ) : (
        <ContentsPreview {...looked} taken={exactTime(takenAt, systemZone)} />
      )}
      <RestoreButtons
        looked={looked}
        busy={busy}
        onCancel={close}
        onRestore={() => void restore(() => api.backups.restore({ name }))}
      />
    </Dialog>
  )
}

/** Unlocks a backup file that has a passphrase, shows its contents, then restores it. */
export function RestoreFileDialog({ opened: { id, fileName, encrypted } }: { opened: OpenedBackup }) {
  const close = useNavigation((state) => state.closeDialog)
  const { looked, busy, error, preview, restore } = useRestore()
  const [passphrase, setPassphrase] = useState('')
  const [asked, setAsked] = useState(false)
  const look = useRef(() => preview(() => api.backups.previewFile({ id, passphrase: null })))
  useEffect(() => {
    if (!encrypted) void look.current()
  }, [encrypted])

  const title = t('backups.preview.fileTitle', { fileName })
  const message = error !== null && <ErrorMessage error={error} zone={systemZone} focus />
  if (looked === null && encrypted) {
    const unlock = () => {
      setAsked(true)
      if (!busy && passphrase !== '') void preview(() => api.backups.previewFile({ id, passphrase }))
    }
    return (
      <Dialog title={title} onClose={close}>
        <Form className={form.form} onSubmit={() => unlock()}>
          <p>{t('backups.passphrase.enter')}</p>
          {message}
          <PassphraseField
            label={t('backups.passphrase.label')}
            value={passphrase}
            onChange={setPassphrase}
            autoFocus
            problem={asked && passphrase === '' ? t('backups.passphrase.need') : null}
          />
          <DialogSubmit isDisabled={busy} onCancel={close}>
            {t(busy ? 'backups.passphrase.unlocking' : 'backups.passphrase.unlock')}
          </DialogSubmit>
        </Form>
      </Dialog>
    )
  }
  return (
    <Dialog title={title} role="alertdialog" onClose={close}>
      {message}
      {looked === null ? error === null && <p>{t('backups.preview.reading')}</p> : <ContentsPreview {...looked} />}
      <RestoreButtons
        looked={looked}
        busy={busy}
        onCancel={close}
        onRestore={() => void restore(() => api.backups.restoreFile({ id }))}
      />
    </Dialog>
  )
}

interface RestoreButtonsProps {
  readonly looked: Looked | null
  readonly busy: boolean
  onCancel(): void
  onRestore(): void
}

function RestoreButtons({ looked, busy, onCancel, onRestore }: RestoreButtonsProps) {
  return (
    <DialogButtons>
      <Button autoFocus onPress={onCancel}>
        {t('action.cancel')}
      </Button>
      {looked !== null && (
        <Button look="danger" isDisabled={busy} onPress={onRestore}>
          {busy ? t('backups.preview.restoring') : t('backups.preview.restore', { count: looked.contents.results })}
        </Button>
      )}
    </DialogButtons>
  )
}

/** A copy beside what it would replace. */
export interface Looked {
  readonly contents: DatabaseContents
  readonly present: DatabaseContents
}

/** Inspects a copy, then restores it. Everything in the window is then replaced, so it starts again at the results. */
function useRestore() {
  const { closeDialog, go } = useNavigation()
  const [looked, setLooked] = useState<Looked | null>(null)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)

  const attempt = async <T,>(work: () => Promise<T>): Promise<T | null> => {
    setBusy(true)
    setError(null)
    try {
      return await work()
    } catch (thrown) {
      setError(asAppError(thrown))
      return null
    } finally {
      setBusy(false)
    }
  }

  return {
    /** The contents of the copy and of the present database; null until both are known. */
    looked,
    busy,
    error,
    preview: async (look: () => Promise<DatabaseContents>) =>
      setLooked(
        await attempt(async () => {
          const contents = await look()
          return { contents, present: await api.backups.present() }
        }),
      ),
    restore: async (bringBack: () => Promise<DatabaseContents>) => {
      const restored = await attempt(bringBack)
      if (restored === null) return
      closeDialog()
      await Promise.all([useAccounts.getState().load(), useSettings.getState().load()])
      if (restored.accounts.length > 0) go('results')
      say(t('backups.restored', { count: restored.results }))
    },
  }
}

interface ContentsPreviewProps {
  readonly contents: DatabaseContents
  /** The contents of the present database, which would be replaced. */
  readonly present: DatabaseContents
  /** When the copy was made, if that is known. */
  readonly taken?: string
}

/** The contents of a copy beside the present ones, and what restoring does. */
function ContentsPreview({ contents, present, taken }: ContentsPreviewProps) {
  const now = useClock((state) => state.now)
  const accounts = ({ accounts }: DatabaseContents) =>
    accounts.length === 0 ? t('backups.preview.noAccounts') : accounts.join(', ')
  const newest = ({ newestResult }: DatabaseContents) =>
    newestResult === null ? t('backups.preview.noResults') : whenWords(newestResult, now, systemZone)
  const rows = [
    [t('backups.preview.accounts'), accounts],
    [t('backups.preview.results'), ({ results }: DatabaseContents) => wholeNumber(results)],
    [t('backups.preview.newest'), newest],
  ] as const
  const fewer = present.results - contents.results
  return (
    <>
      {taken !== undefined && <p>{t('backups.preview.taken', { taken })}</p>}
      <table className={styles.facts}>
        <thead>
          <tr>
            <td />
            <th scope="col">{t('backups.preview.copy')}</th>
            <th scope="col">{t('backups.preview.here')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([label, of]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{of(contents)}</td>
              <td>{of(present)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {fewer > 0 && (
        <p className={styles.fewer}>{t('backups.preview.fewer', { copy: contents.results, count: present.results })}</p>
      )}
      {(present.erased ?? 0) > (contents.erased ?? 0) && <p className={styles.fewer}>{t('backups.preview.erased')}</p>}
      <p>{t('backups.preview.what')}</p>
      <p className={styles.dim}>{t('backups.preview.secrets')}</p>
    </>
  )
}
