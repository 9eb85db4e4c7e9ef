import type { Handlers } from '../../shared/ipc/contract.ts'
import type { Core } from '../core.ts'

/** The window's calls on saved views, and on where it was last. */
export const viewHandlers = ({ store }: Pick<Core, 'store'>): Pick<Handlers, 'views'> => ({
  views: {
    list: () => store.listViews(),
    add: ({ name, definition }) => store.addView(name, definition),
    rename: ({ id, name }) => store.renameView(id, name),
    change: ({ id, definition }) => store.changeView(id, definition),
    move: ({ id, by }) => store.moveView(id, by),
    remove: ({ id }) => store.removeView(id),
    lastPlace: () => store.lastPlace(),
    rememberPlace: ({ place }) => store.rememberPlace(place),
  },
})
