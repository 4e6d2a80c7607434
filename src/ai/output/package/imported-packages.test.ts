import { describe, expect, test } from 'vitest'
import { CodeBefore } from './code-before.ts'
import { importedPackages } from './imported-packages.ts'

const namesIn = (text: string) => [...importedPackages(text, new CodeBefore())].map(({ ecosystem, name }) => `${ecosystem} ${name}`)
const fenced = (language: string, ...lines: string[]) => `Do this:\n\n\`\`\`${language}\n${lines.join('\n')}\n\`\`\`\n`

describe('packages that code in an answer imports', () => {
  test.each([
    [fenced('python', 'import os, sys', 'import numpy as np, pandas as pd', 'import torch.nn as nn  # layers', 'from sklearn.svm import SVC', 'from . import views', 'from .models import User', 'import json; import yaml'), ['pypi sklearn', 'pypi numpy', 'pypi pandas', 'pypi torch']],
    [fenced('py', 'try:', '    import ujson', 'except ImportError:', '    import json'), ['pypi ujson']],
    [fenced('', 'from bs4 import BeautifulSoup'), ['pypi bs4']],
    ['Write\n\nfrom fastapi import FastAPI\n\nat the top.', ['pypi fastapi']],
    [fenced('ts', "import express, { type Request } from 'express'", 'import fs from "node:fs"', 'import path from "path"', "import { a } from './a.ts'", "import x from '@/lib/x'", "import y from '~/y'", "import z from '#z'", "import Button from 'components/Button'", "import '@acme/ui/styles.css'", "const lodash = require('lodash/fp')", "const m = await import('mongodb')", "export { b } from 'b-lib'"), ['npm express', 'npm @acme/ui', 'npm lodash', 'npm mongodb', 'npm b-lib']],
    ['import React from "react";\n', ['npm react']], ['Use `const x = require("chalk")` there.', ['npm chalk']],
    [fenced('go', 'import (', '\t"fmt"', '\t"net/http"', '\tgin "github.com/gin-gonic/gin"', '\t_ "github.com/lib/pq" // driver', ')'), ['go github.com/gin-gonic/gin', 'go github.com/lib/pq']],
    [fenced('rust', 'use std::io;', 'use serde::Deserialize;', 'use crate::a;', 'mod shop;', 'use shop::Cart;', 'extern crate libc;'), ['cargo serde', 'cargo libc']],
    [fenced('ruby', "require 'json'", "require 'nokogiri'", "require_relative 'x'", "require './y'"), ['gem nokogiri']],
    ['- ```python\n  import httpx\n  ```\nimport this', ['pypi httpx']],
  ])('are %j', (text, names) => expect(namesIn(text)).toEqual(names))

  test.each([
    'Translate from "hello" to "bonjour".', 'SELECT * FROM "users"', 'import taxes are high', 'From Japan import duties fell.', fenced('sql', 'select a from "orders"'), fenced('python', '"""', 'import the data from the server', '"""'), fenced('json', '{"from": "express"}'),
    fenced('', '"www.example.org/path/to",', '"api.acme.example/v1/items"'), fenced('java', 'import java.util.List;', 'import org.acme.Shop;'), fenced('css', '@import "theme.css";'), fenced('sh', 'from x import y'.replace('from', '# from')), '`helper.py` holds what both need.\n\n```python\nfrom helper import load\n```',
    fenced('text', 'shop/', '├── cart.py', '└── prices/') + fenced('python', 'import cart', 'from prices.table import T'), fenced('python', 'from your_module import f', 'import my_package', 'from utils import x', 'from app.models import Y'),
    fenced('ts', "import x from 'virtual:pages'", "import y from 'bun:test'", 'const t = `from "x y"`'), 'I import goods from "Acme" and use them.', 'use strict; require care',
  ])('are none in %j', text => expect(namesIn(text)).toEqual([]))

  test('stand where they are said to', () => {
    const text = fenced('python', 'import yaml, yamlfix as y', 'from yaml.x import a')
    for (const { name, start, end } of importedPackages(text, new CodeBefore())) expect(text.slice(start, end)).toBe(name)
  })

  test('an address that has been named does not make a module the program\'s own', () => {
    expect(namesIn(`See https://pypi.org/project/evilpkg/ for it.\n${fenced('python', 'import evilpkg')}`)).toEqual(['pypi evilpkg'])
  })
})
