import { Check, Copy, PenLine, Save, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Separator } from 'react-aria-components'
import { useAccounts, zoneOf } from '../../app/accounts.ts'
import { errorWords, t } from '../../format/words.ts'
import { Dialog, DialogSubmit, Popover } from '../../ui/Dialog.tsx'
import form from '../../ui/Form.module.css'
import menu from '../../ui/Menu.module.css'
import { ScreenTitle, TitleMenuButton } from '../../ui/Screen.tsx'
import { Form, TextField } from '../../ui/TextField.tsx'
import styles from './GradebookScreen.module.css'
import { useGradebook } from './gradebook.ts'
import { type Naming, nameOf, useSaved } from './saved.ts'

const unsaved = 'unsaved'

/** The gradebook's name, with the menu of the others and of what can be done with it. */
export function GradebookTitle() {
  const id = useGradebook((state) => state.id)
  const saved = useSaved()
  const [naming, setNaming] = useState<Naming | null>(null)
  const name = nameOf(saved, id)
  const gradebooks = saved.gradebooks ?? []
  const actions: Readonly<Record<string, () => void>> = {
    saveAs: () => setNaming('saveAs'),
    rename: () => setNaming('rename'),
    duplicate: () => setNaming('duplicate'),
    remove: () => void saved.remove(),
  }
  const item = (action: 'saveAs' | 'rename' | 'duplicate' | 'remove', Icon: typeof Save) => (
    <MenuItem key={action} id={action} className={menu.item ?? ''} textValue={t(`gradebook.saved.${action}`)}>
      <Icon aria-hidden />
      <span className={menu.words}>{t(`gradebook.saved.${action}`)}</span>
    </MenuItem>
  )
  return (
    <div className={styles.title}>
      <ScreenTitle>{name ?? t('gradebook.title')}</ScreenTitle>
      <MenuTrigger>
        <TitleMenuButton label={t('gradebook.saved.menu')} />
        <Popover>
          <Menu
            className={menu.list ?? ''}
            aria-label={t('gradebook.saved.menu')}
            onAction={(key) => {
              const act = actions[String(key)]
              if (act) act()
              else saved.open(key === unsaved ? null : Number(key))
            }}
          >
            <MenuSection aria-label={t('gradebook.saved.menu')}>
              {[{ id: null, name: t('gradebook.saved.unsaved'), definition: true }, ...gradebooks].map((each) => (
                <MenuItem
                  key={each.id ?? unsaved}
                  id={each.id === null ? unsaved : `${each.id}`}
                  className={menu.item ?? ''}
                  textValue={each.name}
                  isDisabled={each.definition === null}
                >
                  <Check aria-hidden visibility={each.id === id ? 'visible' : 'hidden'} />
                  <span className={menu.words}>{each.name}</span>
                  {each.id === null && <span className={menu.aside}>{t('gradebook.saved.unsavedHint')}</span>}
                  {each.definition === null && <span className={menu.aside}>{t('gradebook.saved.unreadable')}</span>}
                </MenuItem>
              ))}
            </MenuSection>
            <Separator className={menu.separator ?? ''} />
            <MenuSection aria-label={name ?? t('gradebook.title')}>
              {name !== null && <Header className={menu.section}>{name}</Header>}
              {name === null
                ? item('saveAs', Save)
                : [item('rename', PenLine), item('duplicate', Copy), item('remove', Trash2)]}
            </MenuSection>
          </Menu>
        </Popover>
      </MenuTrigger>
      {naming !== null && <NameDialog naming={naming} name={name} onClose={() => setNaming(null)} />}
    </div>
  )
}

interface NameDialogProps {
  readonly naming: Naming
  /** The name it has now. */
  readonly name: string | null
  onClose(): void
}

const longestName = 200

/** Asks for a gradebook's name. */
function NameDialog({ naming, name, onClose }: NameDialogProps) {
  const give = useSaved((state) => state.give)
  const [typed, setTyped] = useState(firstName(naming, name))
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const send = async () => {
    const wanted = typed.trim()
    if (wanted === '') return setProblem(t('gradebook.saved.nameNeeded'))
    setBusy(true)
    const error = await give(naming, wanted)
    setBusy(false)
    if (error === null) return onClose()
    const zone = zoneOf(useAccounts.getState().accounts, null)
    setProblem(error.code === 'gradebook/exists' ? t('gradebook.saved.nameTaken') : errorWords(error, zone).what)
  }
  return (
    <Dialog title={t(`gradebook.saved.titles.${naming}`)} onClose={onClose}>
      <Form className={form.form} onSubmit={() => void send()}>
        <TextField
          label={t('gradebook.saved.name')}
          hint={t('gradebook.saved.nameHint')}
          problem={problem}
          value={typed}
          maxLength={longestName}
          autoFocus
          onChange={(next) => {
            setTyped(next)
            setProblem(null)
          }}
        />
        <DialogSubmit isDisabled={busy} onCancel={onClose}>
          {t(`gradebook.saved.submits.${naming}`)}
        </DialogSubmit>
      </Form>
    </Dialog>
  )
}

function firstName(naming: Naming, name: string | null): string {
  if (naming === 'saveAs' || name === null) return ''
  return naming === 'rename' ? name : t('gradebook.saved.copyOf', { name })
}
