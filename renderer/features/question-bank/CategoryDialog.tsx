import { useState } from 'react'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { BankCategory } from '../../../shared/model/bank.ts'
import { api, asAppError } from '../../api/client.ts'
import { t } from '../../format/words.ts'
import { Dialog, DialogSubmit } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import form from '../../ui/Form.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import { sayWaits, useBankFacts } from './bank.ts'
import { timeFor } from './bank-words.ts'
import styles from './CategoriesPanel.module.css'

/** What a dialog asks about a category. */
export type AskedCategory =
  | { readonly kind: 'add'; readonly parent: BankCategory | null }
  | { readonly kind: 'rename'; readonly category: BankCategory }
  | { readonly kind: 'move'; readonly category: BankCategory }

interface CategoryDialogProps {
  readonly account: AccountSummary
  readonly asked: AskedCategory
  onClose(): void
  /** Called with the category that was added. */
  onAdded?(id: number): void
}

/** Adds, renames or moves a category. It is sent as everything that waits is, and says so. */
export function CategoryDialog({ account, asked, onClose, onAdded }: CategoryDialogProps) {
  const parents = useBankFacts((state) => state.categories).filter(({ parent }) => parent === null)
  const of = asked.kind === 'add' ? null : asked.category
  const [name, setName] = useState(of?.name ?? '')
  const [parent, setParent] = useState<string>(() =>
    asked.kind === 'add'
      ? String(asked.parent?.id ?? (onAdded ? (parents[0]?.id ?? newParent) : newParent))
      : String(of?.parent ?? ''),
  )
  const [parentName, setParentName] = useState('')
  const [isTried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<AppError | null>(null)
  // In the tree "add" without a parent is a parent; in the editor a category is wanted, which needs one.
  const asksParent = asked.kind === 'move' || onAdded !== undefined
  const needsParentName = onAdded !== undefined && parent === newParent
  const isMissing = asked.kind !== 'move' && name.trim() === ''
  const isParentMissing = needsParentName && parentName.trim() === ''

  const keep = async () => {
    if (asked.kind === 'rename') return api.bank.renameCategory({ id: asked.category.id, name: name.trim() })
    if (asked.kind === 'move') return api.bank.moveCategory({ id: asked.category.id, parent: Number(parent) })
    const under = needsParentName
      ? (await api.bank.addCategory({ account: account.id, name: parentName.trim(), parent: null })).id
      : parent === newParent
        ? null
        : Number(parent)
    const { id } = await api.bank.addCategory({ account: account.id, name: name.trim(), parent: under })
    await useBankFacts.getState().load()
    onAdded?.(id)
  }
  const submit = async () => {
    setTried(true)
    if (busy || isMissing || isParentMissing) return
    setBusy(true)
    setError(null)
    try {
      await keep()
      sayWaits(t(`bank.categories.done.${asked.kind}`, { time: timeFor(1) }), account.id)
      onClose()
    } catch (thrown) {
      setError(asAppError(thrown))
      setBusy(false)
    }
  }
  const isNewParent = asked.kind === 'add' && asked.parent === null && onAdded === undefined
  const title = isNewParent ? t('bank.categories.addParent') : t(`bank.categories.title.${asked.kind}`)
  return (
    <Dialog title={title} onClose={onClose}>
      <Form className={form.form} onSubmit={() => void submit()}>
        {error !== null && <ErrorMessage error={error} zone={account.timeZone} focus />}
        {asked.kind !== 'move' && (
          <TextField
            label={t('bank.categories.name')}
            value={name}
            onChange={setName}
            autoFocus
            maxLength={255}
            problem={isTried && isMissing ? t('bank.categories.nameNeeded') : null}
          />
        )}
        {asksParent && (
          <SelectField
            label={t('bank.categories.parent')}
            value={parent}
            sections={[
              { title: null, options: parents.map((each) => ({ value: String(each.id), words: each.name })) },
              ...(onAdded === undefined
                ? []
                : [{ title: null, options: [{ value: newParent, words: t('bank.categories.newParent') }] }]),
            ]}
            onChange={setParent}
          />
        )}
        {needsParentName && (
          <TextField
            label={t('bank.categories.parentName')}
            value={parentName}
            onChange={setParentName}
            maxLength={255}
            problem={isTried && isParentMissing ? t('bank.categories.nameNeeded') : null}
          />
        )}
        {asked.kind === 'add' && asked.parent !== null && (
          <p className={styles.note}>{t('bank.categories.under', { name: asked.parent.name })}</p>
        )}
        <p className={styles.note}>{t('bank.categories.sent', { time: timeFor(needsParentName ? 2 : 1) })}</p>
        <DialogSubmit isDisabled={busy} onCancel={onClose}>
          {t(`bank.categories.button.${asked.kind}`)}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

const newParent = 'new'
