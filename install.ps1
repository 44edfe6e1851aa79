<#
Installs Tidemark on Windows: checks who signed the release, then the checksum, then puts the program in place and hands over to
`tidemark service install`. docs/installing.md says all.

  powershell -ExecutionPolicy Bypass -File install.ps1 [-From FILE|DIR|URL] [-Key FILE] [-Prefix DIR] [-Instance NAME]
             [-NoService] [-DryRun] [-Uninstall [-Purge [-Yes]]] [-Help]

Everything is inside one function that the last line calls: a download that broke off runs nothing.
#>
function Install-Tidemark {
    [CmdletBinding()]
    param(
        [string]$From = '',
        [string]$Key = '',
        [string]$Prefix = '',
        [string]$Instance = '',
        [switch]$NoService,
        [switch]$DryRun,
        [switch]$Uninstall,
        [switch]$Purge,
        [switch]$Yes,
        [switch]$Help
    )
    Set-StrictMode -Version 2.0
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'

    # One `ssh-ed25519 AAAA...` a line; filled in when a release is made.
    $keys = @'
@TIDEMARK_KEYS@
'@

    function Write-Usage {
        @'
Installs Tidemark: verifies the release, puts the program in place, installs the service.

  -From FILE|DIR|URL  the program, the directory of a release, or its address (default: where this script lies)
  -Key FILE           trust these keys (lines as in an SSH .pub file) instead of those built into this script
  -Prefix DIR         put the program into DIR (default C:\Program Files\Tidemark)
  -Instance NAME      name of the document's service (default: default); run again with another for a second document
  -NoService          the program only
  -DryRun             verify everything, say what would be done, change nothing
  -Uninstall          remove services and program; configuration and data stay
  -Purge              with -Uninstall: remove configuration and data too; asks first
  -Yes                with -Purge: do not ask
'@
    }

    # A thrown text ends the script with exit code 1 (see the last lines).
    function Stop-Installation([string[]]$Lines) {
        throw ($Lines -join "`n  ")
    }

    function Test-Administrator {
        $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
        $principal = New-Object Security.Principal.WindowsPrincipal($identity)
        return $principal.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
    }

    # Runs a program with a file as its input, whose bytes no pipe of PowerShell may touch. Answers its exit code.
    function Invoke-WithInput([string]$Program, [string[]]$Words, [string]$InputFile, [string]$Work) {
        $quoted = $Words | ForEach-Object { '"' + $_ + '"' }
        $process = Start-Process -FilePath $Program -ArgumentList $quoted -NoNewWindow -Wait -PassThru `
            -RedirectStandardInput $InputFile -RedirectStandardOutput (Join-Path $Work 'out') `
            -RedirectStandardError (Join-Path $Work 'err')
        return $process.ExitCode
    }

    # A program on the PATH, or the one that Git for Windows brings.
    function Find-Tool([string]$Name) {
        $found = Get-Command $Name -CommandType Application -ErrorAction SilentlyContinue | Select-Object -First 1
        if ($found) { return $found.Path }
        $git = Join-Path $env:ProgramFiles "Git\usr\bin\$Name"
        if (Test-Path -LiteralPath $git) { return $git }
        return $null
    }

    if ($Help) { Write-Usage; return }
    if ($Purge -and -not $Uninstall) { Stop-Installation @('-Purge goes with -Uninstall.') }
    if ($Instance -ne '' -and $Instance -cnotmatch '^[a-z0-9]([a-z0-9_-]{0,30}[a-z0-9])?$') {
        Stop-Installation @("'$Instance' is not a name for an instance: lower-case letters, digits, - and _, at most 32.")
    }
    if (-not [Environment]::Is64BitOperatingSystem) { Stop-Installation @('Tidemark is not built for 32-bit Windows.') }
    if ($Prefix -eq '') { $Prefix = Join-Path $env:ProgramFiles 'Tidemark' }
    $program = Join-Path $Prefix 'tidemark.exe'
    if (-not $DryRun -and -not $NoService -and -not (Test-Administrator)) {
        Stop-Installation @('A Windows service needs an administrator.',
            'Start PowerShell with "Run as administrator", and run this again.', 'Or install the program alone: -NoService -Prefix DIR.')
    }

    if ($Uninstall) {
        if (-not (Test-Path -LiteralPath $program)) {
            Stop-Installation @("There is no program $program.", 'Name the place with -Prefix.')
        }
        $words = @('service', 'uninstall', '--all')
        if ($Purge) { $words += '--purge' }
        if ($Yes) { $words += '--yes' }
        if ($DryRun) {
            if (-not $NoService) { "would run      $program $($words -join ' ')" }
            "would remove   $program"
            return
        }
        if (-not $NoService) {
            & $program @words
            if ($LASTEXITCODE -ne 0) {
                Stop-Installation @('The services could not be removed, and the program stays.',
                    'Correct what it says above, or remove the program alone with -NoService.')
            }
        }
        Remove-Item -LiteralPath $program
        # The program before this one, which upgrades keep, and their journal and lock.
        Remove-Item -LiteralPath (Join-Path $Prefix 'tidemark.previous.exe') -Force -ErrorAction SilentlyContinue
        Remove-Item -LiteralPath (Join-Path $Prefix '.tidemark-upgrade') -Recurse -Force -ErrorAction SilentlyContinue
        if (-not (Get-ChildItem -LiteralPath $Prefix -Force)) { Remove-Item -LiteralPath $Prefix }
        "removed  $program"
        return
    }

    # A program that comes in between belongs to no side of an upgrade, which then could neither be finished nor taken back.
    if (Test-Path -LiteralPath (Join-Path $Prefix '.tidemark-upgrade\journal.json')) {
        Stop-Installation @('An upgrade is under way here, or was interrupted.',
            "Wait for its end, or run: $program upgrade --recover")
    }

    if ($From -eq '') {
        if (-not $PSScriptRoot -or -not (Test-Path -LiteralPath (Join-Path $PSScriptRoot 'SHA256SUMS'))) {
            Stop-Installation @('There is no release beside this script.', 'Say where it is: -From DIR or -From https://...')
        }
        $From = $PSScriptRoot
    }
    $wanted = ''
    $isUrl = $From -match '^https?://'
    if ($isUrl) { $base = $From.TrimEnd('/') }
    elseif (Test-Path -LiteralPath $From -PathType Container) { $base = $From }
    elseif (Test-Path -LiteralPath $From -PathType Leaf) {
        $base = Split-Path -Parent (Resolve-Path -LiteralPath $From).ProviderPath
        $wanted = Split-Path -Leaf $From
    }
    else { Stop-Installation @("$From does not exist.", 'Name the program, the directory of a release, or its address.') }

    $work = Join-Path ([IO.Path]::GetTempPath()) ('tidemark-install-' + [Guid]::NewGuid().ToString('N'))
    New-Item -ItemType Directory -Path $work | Out-Null
    try {
        # $true when the release has the file.
        function Get-ReleaseFile([string]$Name) {
            $into = Join-Path $work $Name
            if ($isUrl) {
                [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor 3072
                try { Invoke-WebRequest -UseBasicParsing -Uri "$base/$Name" -OutFile $into } catch { return $false }
                return $true
            }
            $file = Join-Path $base $Name
            if (-not (Test-Path -LiteralPath $file -PathType Leaf)) { return $false }
            Copy-Item -LiteralPath $file -Destination $into
            return $true
        }

        if (-not (Get-ReleaseFile 'SHA256SUMS')) {
            Stop-Installation @("SHA256SUMS cannot be had from $base.", 'Copy the whole release, not the program alone.')
        }
        $sums = Join-Path $work 'SHA256SUMS'

        # Who signed it. Nothing of the release is believed, let alone run, before this.
        if ($Key -ne '') { $keys = [IO.File]::ReadAllText((Resolve-Path -LiteralPath $Key).ProviderPath) }
        $known = @([regex]::Matches($keys, '(?m)^[ \t]*ssh-ed25519[ \t]+([A-Za-z0-9+/]+=*)') | ForEach-Object { $_.Groups[1].Value })
        if ($known.Count -eq 0) {
            Stop-Installation @('No key is known that could have signed this release.',
                'Take install.ps1 from a release, which has the keys built in, or name the file of a public key with -Key.')
        }
        $verified = @()
        $refusal = @('The signature is not that of a trusted key.',
            'The release was changed, was damaged on its way, or was signed by somebody else. Nothing was installed.')

        $keygen = Find-Tool 'ssh-keygen.exe'
        $hasSsh = Get-ReleaseFile 'SHA256SUMS.sshsig'
        if ($keygen -and $hasSsh) {
            $signers = ($known | ForEach-Object { "tidemark namespaces=`"tidemark-release`" ssh-ed25519 $_`n" }) -join ''
            [IO.File]::WriteAllText((Join-Path $work 'signers'), $signers)
            $words = @('-Y', 'verify', '-f', (Join-Path $work 'signers'), '-I', 'tidemark', '-n', 'tidemark-release',
                '-s', (Join-Path $work 'SHA256SUMS.sshsig'))
            $code = Invoke-WithInput $keygen $words $sums $work
            $said = [IO.File]::ReadAllText((Join-Path $work 'err'))
            # OpenSSH before 8.1 does not know -Y at all.
            if ($code -eq 0) { $verified += 'ssh-keygen' }
            elseif ($said -notmatch 'unknown option|illegal option|invalid option') { Stop-Installation $refusal }
        }

        $openssl = Find-Tool 'openssl.exe'
        $hasRaw = Get-ReleaseFile 'SHA256SUMS.sig'
        if ($openssl -and $hasRaw -and ((& $openssl version) -match '^OpenSSL ([3-9]|[1-9][0-9])')) {
            $good = $false
            foreach ($blob in $known) {
                $bytes = [Convert]::FromBase64String($blob)
                # DER: a fixed beginning and the last 32 bytes of the SSH form.
                $der = [byte[]](0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00) + $bytes[-32..-1]
                [IO.File]::WriteAllBytes((Join-Path $work 'key.der'), [byte[]]$der)
                $words = @('pkeyutl', '-verify', '-pubin', '-keyform', 'DER', '-inkey', (Join-Path $work 'key.der'), '-rawin',
                    '-in', $sums, '-sigfile', (Join-Path $work 'SHA256SUMS.sig'))
                if ((Invoke-WithInput $openssl $words $sums $work) -eq 0) { $good = $true; break }
            }
            if (-not $good) { Stop-Installation $refusal }
            $verified += 'openssl'
        }
        if ($verified.Count -eq 0) {
            if (-not $hasSsh -and -not $hasRaw) { Stop-Installation @("The release has no signature (SHA256SUMS.sig) at $base.") }
            Stop-Installation @('The signature cannot be checked here.',
                'Install OpenSSH 8.1 or later (ssh-keygen), OpenSSL 3 or later, or Git for Windows, which has both, and run this again.')
        }

        # Which file, and whether it is the one that was signed.
        $text = [IO.File]::ReadAllText($sums)
        if (-not $text.EndsWith("`n")) { Stop-Installation @('SHA256SUMS was cut off.') }
        $sum = $null
        $name = $null
        foreach ($line in $text.Substring(0, $text.Length - 1).Split("`n")) {
            if ($line -cnotmatch '^([0-9a-f]{64}) [ *]([0-9A-Za-z][0-9A-Za-z_.+-]*)$') {
                Stop-Installation @('SHA256SUMS holds a line that is no checksum with a plain file name.')
            }
            $digest = $Matches[1]
            $file = $Matches[2]
            if ($file -cnotmatch '^tidemark-[0-9][0-9A-Za-z.-]*-windows-x64\.exe$') { continue }
            if ($name) { Stop-Installation @('SHA256SUMS names more than one program for windows-x64.') }
            $sum = $digest
            $name = $file
        }
        if (-not $name) { Stop-Installation @('The release has no program for windows-x64.') }
        if ($wanted -ne '' -and $wanted -cne $name) { Stop-Installation @("$wanted is not what this machine needs: that is $name.") }
        if (-not (Get-ReleaseFile $name)) { Stop-Installation @("$name cannot be had from $base.") }
        $source = Join-Path $work $name
        if ((Get-FileHash -Algorithm SHA256 -LiteralPath $source).Hash -ne $sum) {
            Stop-Installation @("$name is not the file that was signed: its checksum differs.",
                'It was changed or damaged on its way. Nothing was installed; fetch it again.')
        }
        "release        $name, as signed ($($verified -join ', '))"

        # In place. Windows lets a program that runs be renamed, not replaced.
        if ((Test-Path -LiteralPath $program) -and (Get-FileHash -Algorithm SHA256 -LiteralPath $program).Hash -eq $sum) {
            "program        $program is this one already"
        }
        elseif ($DryRun) { "would install  $program" }
        else {
            New-Item -ItemType Directory -Force -Path $Prefix | Out-Null
            $fresh = "$program.new.exe"
            $old = "$program.old"
            try {
                Copy-Item -LiteralPath $source -Destination $fresh -Force
                & $fresh version | Out-Null
                if ($LASTEXITCODE -ne 0) { Stop-Installation @("$name does not run on this machine.", 'Nothing was changed.') }
                if (Test-Path -LiteralPath $program) {
                    Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue
                    Move-Item -LiteralPath $program -Destination $old
                }
                try { Move-Item -LiteralPath $fresh -Destination $program }
                catch {
                    if (Test-Path -LiteralPath $old) { Move-Item -LiteralPath $old -Destination $program }
                    throw
                }
                Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue
            }
            finally { Remove-Item -LiteralPath $fresh -Force -ErrorAction SilentlyContinue }
            "program        $program"
        }
        if ($NoService) { return }
        $words = @('service', 'install')
        if ($Instance -ne '') { $words += @('--instance', $Instance) }
        if ($DryRun) { "would run      $program $($words -join ' ')"; return }
        & $program @words
        if ($LASTEXITCODE -ne 0) {
            Stop-Installation @('The program is installed, the service is not.',
                "What it says above comes first; then: $program $($words -join ' ')")
        }
    }
    finally { Remove-Item -LiteralPath $work -Recurse -Force -ErrorAction SilentlyContinue }
}

try { Install-Tidemark @args } catch { [Console]::Error.WriteLine("install.ps1: $($_.Exception.Message)"); exit 1 }
