import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { KeptSource } from '../../../shared/model/webhook-source.ts'
import { api, asAppError } from '../../api/client.ts'
import { realAccounts, systemZone, useAccounts } from '../../app/accounts.ts'
import { say } from '../../app/feedback.ts'
import { useSettings } from '../../app/settings.ts'
import { t } from '../../format/words.ts'
import { Button } from '../../ui/Button.tsx'
import { Dialog, DialogButtons, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import formStyles from '../../ui/Form.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import { changeAndSay } from '../local-changes/index.ts'
import { useWebhooks } from './webhooks.ts'

const longestName = 200
const longestPhrase = 1_000

/** The dialog that is open over the list of webhooks, if any. */
export function SourceDialogs() {
  const { dialog, close, load } = useWebhooks()
  const done = () => {
    close()
    void load()
  }
  switch (dialog?.kind) {
    case undefined:
      return null
    case 'add':
      return <AddDialog onClose={close} onDone={done} />
    case 'rename':
      return <RenameDialog source={dialog.source} onClose={close} onDone={done} />
    case 'change':
      return <PhraseDialog source={dialog.source} onClose={close} onDone={done} />
    case 'remove':
      return <RemoveDialog source={dialog.source} onClose={close} onDone={done} />
  }
}

interface DialogProps {
  onClose(): void
  onDone(): void
}

/** Does something once at a time, and keeps why it failed. */
function useOnce(onDone: () => void) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  const run = async (work: () => Promise<AppError | null>) => {
    if (busy) return
    setBusy(true)
    const failed = await work()
    setBusy(false)
    setError(failed)
    if (failed === null) onDone()
  }
  return { busy, error, run }
}

function AddDialog({ onClose, onDone }: DialogProps) {
  const accounts = useAccounts((state) => state.accounts)
  const currentId = useAccounts((state) => state.currentId)
  const all = realAccounts(accounts).length > 0 ? realAccounts(accounts) : (accounts ?? [])
  const [account, setAccount] = useState(currentId ?? all[0]?.id ?? null)
  const [name, setName] = useState('')
  const [phrase, setPhrase] = useState('')
  const [asked, setAsked] = useState(false)
  const { busy, error, run } = useOnce(onDone)
  const submit = () => {
    setAsked(true)
    const [given, secret] = [name.trim(), phrase.trim()]
    if (account === null || given === '' || secret === '') return
    void run(() =>
      changeAndSay(
        () => api.webhookSources.add({ account, name: given, phrase: secret }),
        () => t('imports.webhooks.added', { name: given }),
      ),
    )
  }
  return (
    <Dialog title={t('imports.webhooks.addTitle')} onClose={onClose}>
      <Form className={formStyles.form} onSubmit={submit}>
        <Refusal error={error} />
        {all.length > 1 && (
          <SelectField
            label={t('imports.account')}
            value={account}
            sections={[{ title: null, options: all.map((each) => ({ value: each.id, words: each.name })) }]}
            onChange={setAccount}
          />
        )}
        <NameField value={name} asked={asked} onChange={setName} />
        <PhraseField value={phrase} asked={asked} onChange={setPhrase} />
        <DialogSubmit isDisabled={busy} onCancel={onClose}>
          {t('imports.webhooks.addButton')}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

type OfSource = DialogProps & { readonly source: KeptSource }

function RenameDialog({ source, onClose, onDone }: OfSource) {
  const [name, setName] = useState(source.name)
  const [asked, setAsked] = useState(false)
  const { busy, error, run } = useOnce(onDone)
  const submit = () => {
    setAsked(true)
    const given = name.trim()
    if (given === '') return
    if (given === source.name) return onClose()
    void run(() =>
      changeAndSay(
        () => api.webhookSources.rename({ id: source.id, name: given }),
        () => t('imports.webhooks.renamed', { name: given }),
      ),
    )
  }
  return (
    <Dialog title={t('imports.webhooks.renameTitle')} onClose={onClose}>
      <Form className={formStyles.form} onSubmit={submit}>
        <Refusal error={error} />
        <NameField value={name} asked={asked} onChange={setName} />
        <DialogSubmit isDisabled={busy} onCancel={onClose}>
          {t('imports.webhooks.save')}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

function PhraseDialog({ source, onClose, onDone }: OfSource) {
  const [phrase, setPhrase] = useState('')
  const [asked, setAsked] = useState(false)
  const { busy, error, run } = useOnce(onDone)
  const submit = () => {
    setAsked(true)
    const secret = phrase.trim()
    if (secret === '') return
    void run(async () => {
      try {
        await api.webhookSources.changePhrase({ id: source.id, phrase: secret })
        say(t('imports.webhooks.changed', { name: source.name }))
        return null
      } catch (thrown) {
        return asAppError(thrown)
      }
    })
  }
  return (
    <Dialog title={t('imports.webhooks.changeTitle', { name: source.name })} onClose={onClose}>
      <Form className={formStyles.form} onSubmit={submit}>
        <Refusal error={error} />
        <PhraseField value={phrase} asked={asked} autoFocus onChange={setPhrase} />
        <DialogSubmit isDisabled={busy} onCancel={onClose}>
          {t('imports.webhooks.save')}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

function RemoveDialog({ source, onClose, onDone }: OfSource) {
  const { busy, error, run } = useOnce(onDone)
  const remove = () =>
    void run(() =>
      changeAndSay(
        () => api.webhookSources.remove({ id: source.id }),
        () => t('imports.webhooks.removed', { name: source.name }),
      ),
    )
  return (
    <Dialog title={t('imports.webhooks.removeTitle', { name: source.name })} role="alertdialog" onClose={onClose}>
      <Refusal error={error} />
      <p>{t('imports.webhooks.removeText')}</p>
      <DialogButtons>
        <Button autoFocus onPress={onClose}>
          {t('action.cancel')}
        </Button>
        <Button look="danger" isDisabled={busy} onPress={remove}>
          {t('imports.webhooks.removeButton')}
        </Button>
      </DialogButtons>
    </Dialog>
  )
}

const Refusal = ({ error }: { readonly error: AppError | null }) =>
  error !== null && <ErrorMessage error={error} zone={systemZone} data={t('imports.webhooks.nothingSaved')} focus />

interface FieldProps {
  readonly value: string
  /** Whether the form was sent: an empty field is marked from then on. */
  readonly asked: boolean
  readonly autoFocus?: boolean
  onChange(value: string): void
}

const NameField = ({ value, asked, onChange }: FieldProps) => (
  <TextField
    label={t('imports.webhooks.nameField')}
    hint={t('imports.webhooks.nameHint')}
    value={value}
    maxLength={longestName}
    autoFocus
    problem={asked && value.trim() === '' ? t('imports.webhooks.needName') : null}
    onChange={onChange}
  />
)

function PhraseField({ value, asked, autoFocus = false, onChange }: FieldProps) {
  const keychain = useSettings((state) => state.info?.keychain)
  return (
    <TextField
      label={t('imports.webhooks.phraseField')}
      hint={t(keychain === 'unavailable' ? 'imports.webhooks.phraseHintMemory' : 'imports.webhooks.phraseHint')}
      type="password"
      mono
      value={value}
      maxLength={longestPhrase}
      autoFocus={autoFocus}
      problem={asked && value.trim() === '' ? t('imports.webhooks.needPhrase') : null}
      onChange={onChange}
    />
  )
}
