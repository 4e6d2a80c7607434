/** Below these, providers name what customers run with random letters (after the private part of the Public Suffix List). */
const HOSTING = /(?:^|\.)(?:[\w-]+\.)?(?:cloudfront\.net|on\.aws|amazonaws\.com|awsapprunner\.com|elasticbeanstalk\.com|azurewebsites\.net|azureedge\.net|azurefd\.net|windows\.net|azurecontainerapps\.io|run\.app|web\.app|firebaseapp\.com|appspot\.com|googleusercontent\.com|cloudfunctions\.net|vercel\.app|netlify\.app|pages\.dev|workers\.dev|r2\.dev|github\.io|githubusercontent\.com|github\.dev|gitlab\.io|herokuapp\.com|onrender\.com|railway\.app|fly\.dev|repl\.co|replit\.dev|gitpod\.io|fastly\.net|akamaihd\.net|akamaized\.net|edgekey\.net|sentry\.io|supabase\.co|upstash\.io|neon\.tech|mongodb\.net|auth0\.com|okta\.com|zendesk\.com|myshopify\.com|force\.com|sharepoint\.com|gvt1\.com|googlevideo\.com|fbcdn\.net|b-cdn\.net|digitaloceanspaces\.com|ondigitalocean\.app|oraclecloud\.com|eks\.amazonaws\.com)$/i

/**
 * The labels of a host that whoever names it could fill with data: all below the registered name, but not what a hosting provider gave out there.
 */
export function freeLabels(host: string): string[] {
  const labels = host.replace(/\.$/, '').split('.')
  return HOSTING.test(host) ? [] : labels.slice(0, -2)
}
