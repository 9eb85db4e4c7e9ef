import { ArrowLeft, ChevronRight, Ellipsis, FolderInput, FolderPlus, ListFilter, Pencil, Plus, X } from 'lucide-react'
import { useRef, useState } from 'react'
import {
  Button as AriaButton,
  Menu,
  MenuItem,
  MenuTrigger,
  Tree,
  TreeItem,
  TreeItemContent,
} from 'react-aria-components'
import { create } from 'zustand'
import type { AppError } from '../../../shared/errors.ts'
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { BankCategory } from '../../../shared/model/bank.ts'
import { api, asAppError } from '../../api/client.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { classNames } from '../../ui/class-names.ts'
import { Dialog, DialogSubmit, Popover } from '../../ui/Dialog.tsx'
import { ErrorMessage } from '../../ui/ErrorMessage.tsx'
import form from '../../ui/Form.module.css'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, isTyping, useAsPage, useKey } from '../../ui/keyboard.ts'
import menu from '../../ui/Menu.module.css'
import { SelectField } from '../../ui/SelectField.tsx'
import panelStyles from '../../ui/SidePanel.module.css'
import { Form, TextField } from '../../ui/TextField.tsx'
import { sayWaits, useBank, useBankFacts } from './bank.ts'
import { StateMark } from './bank-columns.tsx'
import { timeFor } from './bank-words.ts'
import styles from './CategoriesPanel.module.css'
import { canEdit } from './editor.ts'

/** Whether the tree of categories is beside the list. */
export const useCategoriesShown = create<{ readonly isShown: boolean }>()(() => ({ isShown: false }))

/** What a dialog asks about a category. */
type AskedCategory =
  | { readonly kind: 'add'; readonly parent: BankCategory | null }
  | { readonly kind: 'rename'; readonly category: BankCategory }
  | { readonly kind: 'move'; readonly category: BankCategory }

/** The tree of categories: a press shows the questions of one; each can be renamed and moved, and others added. */
export function CategoriesPanel({ account }: { readonly account: AccountSummary }) {
  const categories = useBankFacts((state) => state.categories)
  const { filter, setFilter } = useBank()
  const panel = useRef<HTMLElement>(null)
  const asPage = useAsPage(panel)
  const [asked, setAsked] = useState<AskedCategory | null>(null)
  const close = () => useCategoriesShown.setState({ isShown: false })
  useKey((event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isTyping(event) || isForOverlay(event)) return
    event.preventDefault()
    close()
  })
  const isEditable = canEdit(account)
  const parents = categories.filter(({ parent }) => parent === null)
  const ofParent = (id: number) => categories.filter(({ parent }) => parent === id)
  const show = (id: number) => {
    setFilter({ categories: filter.categories?.length === 1 && filter.categories[0] === id ? undefined : [id] })
    if (asPage) close()
  }
  const chosen = (filter.categories ?? []).map(String)
  const item = (category: BankCategory, of: readonly BankCategory[] = []) => (
    <TreeItem
      key={category.id}
      id={String(category.id)}
      className={styles.item ?? ''}
      textValue={category.name}
      onAction={() => show(category.id)}
    >
      <TreeItemContent>
        {({ hasChildItems }) => (
          <div className={classNames(styles.row, chosen.includes(String(category.id)) && styles.chosen)}>
            {hasChildItems ? (
              <AriaButton slot="chevron" className={styles.chevron ?? ''}>
                <ChevronRight aria-hidden />
              </AriaButton>
            ) : (
              <span className={styles.chevron} />
            )}
            <span className={styles.name}>{category.name}</span>
            <StateMark state={category.state} archived={false} />
            <span className={styles.count}>
              {wholeNumber(category.questions)}
              <span className="visually-hidden"> {t('bank.categories.questions')}</span>
            </span>
            {isEditable && <ItemMenu category={category} onShow={() => show(category.id)} onAsk={setAsked} />}
          </div>
        )}
      </TreeItemContent>
      {of.map((each) => item(each))}
    </TreeItem>
  )
  return (
    <aside ref={panel} className={panelStyles.panel} aria-label={t('bank.categories.open')} data-region="panel">
      <div className={panelStyles.head}>
        {asPage && <IconButton icon={ArrowLeft} label={t('action.back')} onPress={close} />}
        <h2 className={panelStyles.name} data-detail-title="" tabIndex={-1}>
          {t('bank.categories.open')}
        </h2>
        <div className={panelStyles.steps}>
          {isEditable && (
            <IconButton
              icon={Plus}
              label={t('bank.categories.addParent')}
              onPress={() => setAsked({ kind: 'add', parent: null })}
            />
          )}
          {!asPage && <IconButton icon={X} label={t('bank.categories.close')} onPress={close} />}
        </div>
      </div>
      <Tree
        className={styles.tree ?? ''}
        aria-label={t('bank.categories.open')}
        selectionMode="none"
        defaultExpandedKeys={parents.map(({ id }) => String(id))}
        renderEmptyState={() => <p className={styles.none}>{t('bank.categories.none')}</p>}
      >
        {parents.map((parent) => item(parent, ofParent(parent.id)))}
      </Tree>
      <p className={styles.note}>{t('bank.categories.note')}</p>
      {asked !== null && <CategoryDialog account={account} asked={asked} onClose={() => setAsked(null)} />}
    </aside>
  )
}

interface ItemMenuProps {
  readonly category: BankCategory
  onShow(): void
  onAsk(asked: AskedCategory): void
}

function ItemMenu({ category, onShow, onAsk }: ItemMenuProps) {
  const isParent = category.parent === null
  const items = [
    { id: 'show', words: t('bank.categories.show'), icon: ListFilter, run: onShow },
    { id: 'rename', words: t('bank.categories.rename'), icon: Pencil, run: () => onAsk({ kind: 'rename', category }) },
    isParent
      ? {
          id: 'add',
          words: t('bank.categories.addIn', { name: category.name }),
          icon: FolderPlus,
          run: () => onAsk({ kind: 'add', parent: category }),
        }
      : {
          id: 'move',
          words: t('bank.categories.move'),
          icon: FolderInput,
          run: () => onAsk({ kind: 'move', category }),
        },
  ]
  return (
    <MenuTrigger>
      <AriaButton className={styles.more ?? ''} aria-label={t('bank.categories.more', { name: category.name })}>
        <Ellipsis aria-hidden />
      </AriaButton>
      <Popover placement="bottom end">
        <Menu
          className={menu.list ?? ''}
          aria-label={category.name}
          onAction={(key) => items.find(({ id }) => id === key)?.run()}
        >
          {items.map(({ id, words, icon: Icon }) => (
            <MenuItem key={id} id={id} className={menu.item ?? ''} textValue={words}>
              <Icon aria-hidden />
              <span className={menu.words}>{words}</span>
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

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
