import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './styles/base.css'
import './i18n.ts'
import { App } from './App.tsx'
import { startStores } from './state/start.ts'

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no root element.')

void startStores()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
