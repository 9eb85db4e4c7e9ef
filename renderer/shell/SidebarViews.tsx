import { Bookmark, Check, Trash2 } from 'lucide-react'
import { Button, Menu, MenuItem, MenuTrigger, TooltipTrigger } from 'react-aria-components'
import type { SavedView, ViewScreen } from '../../shared/model/saved-view.ts'
import { useNavigation } from '../app/navigation.ts'
import { openView, orSay, removeView, useViews } from '../features/views/index.ts'
import { t } from '../format/words.ts'
import { classNames } from '../ui/class-names.ts'
import { Popover } from '../ui/Dialog.tsx'
import { IconButton, Tooltip } from '../ui/IconButton.tsx'
import menu from '../ui/Menu.module.css'
import { useMediaQuery } from '../ui/measure.ts'
import styles from './Sidebar.module.css'

/** The saved views below the screens; in a narrow window one button for all of them. Nothing while there is none. */
export function SidebarViews() {
  const views = useViews((state) => state.views) ?? []
  const isNarrow = useMediaQuery('(max-width: 899px)')
  if (views.length === 0) return null
  if (isNarrow) return <ViewsMenu views={views} />
  return (
    <section className={styles.views} aria-label={t('views.heading')}>
      <h2 className={styles.viewsHeading}>{t('views.heading')}</h2>
      <ul>
        {views.map((view) => (
          <ViewLink key={view.id} view={view} />
        ))}
      </ul>
    </section>
  )
}

/** The view that the list on the screen shows; null where it shows none. */
const useViewHere = (): number | null => {
  const screen = useNavigation((state) => state.screen)
  return useViews(({ open }) => open[screen as ViewScreen]?.id ?? null)
}

function ViewLink({ view }: { readonly view: SavedView }) {
  const here = useViewHere() === view.id
  const isReadable = view.definition !== null
  return (
    <li className={styles.viewRow}>
      <TooltipTrigger delay={600} closeDelay={0}>
        <Button
          className={classNames(styles.link, here && styles.here, !isReadable && styles.unreadable)}
          aria-current={here ? 'page' : false}
          onPress={() => openView(view.id)}
        >
          <Bookmark aria-hidden />
          <span className={styles.viewName}>{view.name}</span>
        </Button>
        {/* Beside one that cannot be read stands what deletes it. */}
        <Tooltip placement={isReadable ? 'right' : 'bottom start'}>
          {isReadable ? view.name : `${view.name}: ${t('views.unreadableHint')}`}
        </Tooltip>
      </TooltipTrigger>
      {!isReadable && <DeleteView view={view} />}
    </li>
  )
}

/** A view of another version cannot be shown, and so has no list whose menu could delete it. */
const DeleteView = ({ view }: { readonly view: SavedView }) => (
  <IconButton
    icon={Trash2}
    label={t('views.delete', { name: view.name })}
    onPress={() => void orSay(removeView(view))}
  />
)

function ViewsMenu({ views }: { readonly views: readonly SavedView[] }) {
  const here = useViewHere()
  return (
    <MenuTrigger>
      <TooltipTrigger delay={200} closeDelay={0}>
        <Button
          className={classNames(styles.link, here !== null && styles.here)}
          aria-current={here !== null ? 'page' : false}
          aria-label={t('views.heading')}
        >
          <Bookmark aria-hidden />
        </Button>
        <Tooltip placement="right">{t('views.heading')}</Tooltip>
      </TooltipTrigger>
      <Popover placement="right top">
        <Menu className={menu.list ?? ''} aria-label={t('views.heading')} onAction={(key) => act(views, String(key))}>
          {views.map(({ id, name, definition }) => (
            <MenuItem
              key={id}
              id={`${id}`}
              className={menu.item ?? ''}
              textValue={id === here ? t('views.openNow', { name }) : name}
            >
              {id === here ? <Check aria-hidden /> : <Bookmark aria-hidden />}
              <span className={menu.words}>{name}</span>
              {definition === null && <span className={menu.aside}>{t('views.unreadableHint')}</span>}
            </MenuItem>
          ))}
          {views
            .filter(({ definition }) => definition === null)
            .map(({ id, name }) => (
              <MenuItem key={`delete ${id}`} id={`delete ${id}`} className={menu.item ?? ''}>
                <Trash2 aria-hidden />
                <span className={menu.words}>{t('views.delete', { name })}</span>
              </MenuItem>
            ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  )
}

/** Opens the view of an item of the menu, or deletes it. */
function act(views: readonly SavedView[], item: string): void {
  const view = views.find(({ id }) => item.split(' ').at(-1) === `${id}`)
  if (view === undefined) return
  if (item.startsWith('delete ')) void orSay(removeView(view))
  else openView(view.id)
}
