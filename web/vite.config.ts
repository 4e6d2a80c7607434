import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Where the API is while the console is being developed with `vite web`. */
const API = process.env['NOROSHI_API'] ?? 'http://127.0.0.1:8443'

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss()],
  // The Content-Security-Policy admits files of this origin only: nothing is written into the page as data.
  build: { assetsInlineLimit: 0, modulePreload: { polyfill: false }, target: 'es2024', reportCompressedSize: false },
  server: { proxy: { '/api': API } },
})
