import { ArrowDown, ArrowUp, BookmarkPlus, Check, PenLine, RotateCcw, Save, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Separator } from 'react-aria-components'
import { longestViewName, type SavedView, type ViewScreen } from '../../../shared/model/saved-view.ts'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { errorWords, t } from '../../format/words.ts'
import { Dialog, DialogSubmit, Popover } from '../../ui/Dialog.tsx'
import form from '../../ui/Form.module.css'
import menu from '../../ui/Menu.module.css'
import { TitleMenuButton } from '../../ui/Screen.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import styles from './ViewMenu.module.css'
import { addView, changeView, moveView, orSay, removeView, renameView, revertView } from './view-changes.ts'
import { leaveView, openView, useIsChanged, useOpenedView, useViews } from './views.ts'

type Naming = 'add' | 'rename'

const none = 'none'

/** The views of a list and what can be done with the one it shows, beside the list's title. */
export function ViewMenu({ screen }: { readonly screen: ViewScreen }) {
  const opened = useOpenedView(screen)
  const isChanged = useIsChanged(screen)
  const views = useViews((state) => state.views) ?? []
  const [naming, setNaming] = useState<Naming | null>(null)
  const ofScreen = views.filter(({ definition }) => definition?.screen === screen)
  return (
    <div className={styles.views} data-view-open={opened === null ? undefined : ''}>
      <MenuTrigger>
        <TitleMenuButton label={t('views.menu')} />
        <Popover>
          <Menu
            className={menu.list ?? ''}
            aria-label={t('views.menu')}
            onAction={(key) => {
              if (key === none) leaveView(screen)
              else if (typeof key === 'number') openView(key)
              else act(key as Action, { opened, screen, setNaming })
            }}
          >
            {ofScreen.length > 0 && (
              <MenuSection aria-label={t('views.menu')}>
                <ViewItem id={none} name={t(`views.without.${screen}`)} isOpen={opened === null} />
                {ofScreen.map(({ id, name }) => (
                  <ViewItem key={id} id={id} name={name} isOpen={opened?.id === id} />
                ))}
              </MenuSection>
            )}
            {ofScreen.length > 0 && <Separator className={menu.separator ?? ''} />}
            <MenuSection aria-label={opened?.name ?? t('views.menu')}>
              {opened !== null && <Header className={menu.section}>{opened.name}</Header>}
              {actionsOf(opened, isChanged, views).map((action) => (
                <ActionItem key={action} action={action} />
              ))}
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      {isChanged && <span className={styles.changed}>{t('views.changed')}</span>}
      {naming !== null && <NameDialog naming={naming} view={opened} screen={screen} onClose={() => setNaming(null)} />}
    </div>
  )
}

const ViewItem = ({ id, name, isOpen }: { id: number | string; name: string; isOpen: boolean }) => (
  <MenuItem id={id} className={menu.item ?? ''} textValue={isOpen ? t('views.openNow', { name }) : name}>
    <Check aria-hidden visibility={isOpen ? 'visible' : 'hidden'} />
    <span className={menu.words}>{name}</span>
  </MenuItem>
)

const icons = {
  change: Save,
  revert: RotateCcw,
  add: BookmarkPlus,
  addAnother: BookmarkPlus,
  rename: PenLine,
  up: ArrowUp,
  down: ArrowDown,
  remove: Trash2,
} as const
type Action = keyof typeof icons

function ActionItem({ action }: { readonly action: Action }) {
  const Icon = icons[action]
  return (
    <MenuItem id={action} className={menu.item ?? ''} textValue={t(`views.actions.${action}`)}>
      <Icon aria-hidden />
      <span className={menu.words}>{t(`views.actions.${action}`)}</span>
    </MenuItem>
  )
}

/** What can be done now: nothing that would change nothing. */
function actionsOf(opened: SavedView | null, isChanged: boolean, views: readonly SavedView[]): readonly Action[] {
  if (opened === null) return ['add']
  const moves: Action[] = []
  if (views[0]?.id !== opened.id) moves.push('up')
  if (views.at(-1)?.id !== opened.id) moves.push('down')
  const changes: Action[] = isChanged ? ['change', 'revert'] : []
  return [...changes, 'addAnother', 'rename', ...moves, 'remove']
}

interface Acting {
  readonly opened: SavedView | null
  readonly screen: ViewScreen
  setNaming(naming: Naming): void
}

function act(action: Action, { opened, screen, setNaming }: Acting): void {
  if (action === 'add' || action === 'addAnother') setNaming('add')
  else if (opened === null) return
  else if (action === 'rename') setNaming('rename')
  else if (action === 'revert') revertView(opened)
  else if (action === 'change') void orSay(changeView(opened, screen))
  else if (action === 'remove') void orSay(removeView(opened))
  else void orSay(moveView(opened, action === 'up' ? -1 : 1))
}

interface NameDialogProps {
  readonly naming: Naming
  readonly view: SavedView | null
  readonly screen: ViewScreen
  onClose(): void
}

/** Asks for a view's name. */
function NameDialog({ naming, view, screen, onClose }: NameDialogProps) {
  const [typed, setTyped] = useState(naming === 'rename' ? (view?.name ?? '') : '')
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async () => {
    const name = typed.trim()
    if (name === '') return setProblem(t('views.nameNeeded'))
    setBusy(true)
    const error = naming === 'rename' && view !== null ? await renameView(view, name) : await addView(screen, name)
    setBusy(false)
    if (error === null) return onClose()
    const zone = zoneOf(useAccounts.getState().accounts, null)
    setProblem(error.code === 'view/exists' ? t('views.nameTaken') : errorWords(error, zone).what)
  }
  return (
    <Dialog title={t(`views.titles.${naming}`)} onClose={onClose}>
      <Form className={form.form} onSubmit={() => void send()}>
        <TextField
          label={t('views.name')}
          hint={t(`views.hints.${naming}`)}
          problem={problem}
          value={typed}
          maxLength={longestViewName}
          autoFocus
          onChange={(next) => {
            setTyped(next)
            setProblem(null)
          }}
        />
        <DialogSubmit isDisabled={busy} onCancel={onClose}>
          {t(`views.submits.${naming}`)}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}
