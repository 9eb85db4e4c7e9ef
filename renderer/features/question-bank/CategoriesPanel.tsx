import {
  ArrowLeft,
  ChevronRight,
  Ellipsis,
  FolderInput,
  FolderPlus,
  GitCompareArrows,
  ListFilter,
  Pencil,
  Plus,
  X,
} from 'lucide-react'
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
import type { AccountSummary } from '../../../shared/model/account.ts'
import type { BankCategory } from '../../../shared/model/bank.ts'
import { wholeNumber } from '../../format/numbers.ts'
import { t } from '../../format/words.ts'
import { useFilterOf } from '../../list/list-question.ts'
import { classNames } from '../../ui/class-names.ts'
import { Popover } from '../../ui/Dialog.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { isForOverlay, isTyping, useAsPage, useKey } from '../../ui/keyboard.ts'
import menu from '../../ui/Menu.module.css'
import panelStyles from '../../ui/SidePanel.module.css'
import { useBank, useBankFacts } from './bank.ts'
import { openBankDialog } from './bank-actions.ts'
import { StateMark } from './bank-columns.tsx'
import styles from './CategoriesPanel.module.css'
import { type AskedCategory, CategoryDialog } from './CategoryDialog.tsx'
import { canEdit } from './editor.ts'

/** Whether the tree of categories is beside the list. */
export const useCategoriesShown = create<{ readonly isShown: boolean }>()(() => ({ isShown: false }))

/** The tree of categories: a press shows the questions of one; each can be renamed and moved, and others added. */
export function CategoriesPanel({ account }: { readonly account: AccountSummary }) {
  const categories = useBankFacts((state) => state.categories)
  const { filter, setFilter } = useFilterOf(useBank)
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
  const choosing = {
    id: 'choose',
    words: t('bank.categories.clash.choose'),
    icon: GitCompareArrows,
    run: () => openBankDialog({ kind: 'compare-category', category }),
  }
  const items = [
    ...(category.state === 'conflict' ? [choosing] : []),
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
