import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  base: './',
  plugins: [react()],
  build: { target: 'chrome130', outDir: '../../out/window-only', emptyOutDir: true, assetsInlineLimit: 0 },
})
