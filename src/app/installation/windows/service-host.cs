// The Windows service that runs Tidemark. A program of the Windows service manager has to talk to it, or it is ended with error
// 1053; Tidemark is a console program and does not. This host does: it starts Tidemark, tells it to end by closing its standard
// input, and starts it again after a failure. Compiled at installation by the compiler that is part of every Windows (C# 5).
//
// tidemark-service.exe [--console] INSTANCE ERRORS PROGRAM [ARGUMENT]...
//   ERRORS     a file for what the program writes to standard error
//   --console  without the service manager, until standard input ends: to try it
using System;
using System.Diagnostics;
using System.IO;
using System.ServiceProcess;
using System.Text;
using System.Threading;

public sealed class TidemarkService : ServiceBase
{
    // Exit codes after which another try changes nothing: 0 it was to end, 2 its configuration is wrong, 4 a person has to decide.
    static readonly int[] Final = { 0, 2, 4 };
    const int StopMs = 120000;
    const long MostBytes = 1024 * 1024;
    // Tells Windows that the service ended with an error of its own (ERROR_SERVICE_SPECIFIC_ERROR).
    const int ServiceSpecificError = 1066;

    readonly string errors;
    readonly string program;
    readonly string arguments;
    readonly int pauseMs;
    readonly object gate = new object();
    readonly ManualResetEvent stopping = new ManualResetEvent(false);
    readonly ManualResetEvent ended = new ManualResetEvent(false);
    Process child;
    int lastCode;

    TidemarkService(string instance, string errors, string program, string arguments, int pauseMs)
    {
        ServiceName = "Tidemark-" + instance;
        CanShutdown = true;
        this.errors = errors;
        this.program = program;
        this.arguments = arguments;
        this.pauseMs = pauseMs;
    }

    public static int Main(string[] words)
    {
        bool console = words.Length > 0 && words[0] == "--console";
        int first = console ? 1 : 0;
        if (words.Length < first + 3)
        {
            Console.Error.WriteLine("tidemark-service [--console] INSTANCE ERRORS PROGRAM [ARGUMENT]...");
            return 2;
        }
        StringBuilder line = new StringBuilder();
        for (int at = first + 3; at < words.Length; at++) line.Append(at == first + 3 ? "" : " ").Append(Quoted(words[at]));
        TidemarkService service = new TidemarkService(
            words[first], words[first + 1], words[first + 2], line.ToString(), console ? 1000 : 30000);
        if (!console)
        {
            Run(service);
            return 0;
        }
        service.OnStart(null);
        Thread input = new Thread(delegate() { while (Console.In.Read() >= 0) { } service.stopping.Set(); service.EndChild(); });
        input.IsBackground = true;
        input.Start();
        service.ended.WaitOne();
        return service.lastCode;
    }

    protected override void OnStart(string[] unused)
    {
        Thread keeper = new Thread(Keep);
        keeper.IsBackground = true;
        keeper.Start();
    }

    protected override void OnStop()
    {
        RequestAdditionalTime(StopMs + 10000);
        stopping.Set();
        EndChild();
        ended.WaitOne(StopMs + 5000);
    }

    protected override void OnShutdown()
    {
        OnStop();
    }

    void Keep()
    {
        bool stop = false;
        while (!stop)
        {
            lastCode = RunOnce();
            if (stopping.WaitOne(0)) break;
            Write("tidemark ended with exit code " + lastCode);
            stop = Array.IndexOf(Final, lastCode) >= 0 || stopping.WaitOne(pauseMs);
        }
        ended.Set();
        if (stopping.WaitOne(0)) return;
        ExitCode = lastCode == 0 ? 0 : ServiceSpecificError;
        try { Stop(); } catch (Exception) { } // Without a service manager there is nobody to be told.
    }

    int RunOnce()
    {
        try
        {
            ProcessStartInfo start = new ProcessStartInfo(program, arguments);
            start.UseShellExecute = false;
            start.CreateNoWindow = true;
            start.RedirectStandardInput = true;
            start.RedirectStandardError = true;
            Process process = new Process();
            process.StartInfo = start;
            process.ErrorDataReceived += delegate(object sender, DataReceivedEventArgs line) { if (line.Data != null) Write(line.Data); };
            lock (gate)
            {
                if (stopping.WaitOne(0)) return 0;
                process.Start();
                child = process;
            }
            process.BeginErrorReadLine();
            process.WaitForExit();
            lock (gate) child = null;
            return process.ExitCode;
        }
        catch (Exception reason)
        {
            lock (gate) child = null;
            Write("tidemark could not be started: " + reason.Message);
            return 1;
        }
    }

    // Closing its input is the word to end that Tidemark knows everywhere (--until-input-ends). It is closed too when this process
    // dies, so that no Tidemark stays behind without its service.
    void EndChild()
    {
        Process process;
        lock (gate) process = child;
        if (process == null) return;
        try
        {
            process.StandardInput.Close();
            if (!process.WaitForExit(StopMs)) process.Kill();
        }
        catch (InvalidOperationException) { } // It has ended meanwhile.
    }

    void Write(string line)
    {
        lock (errors)
        {
            try
            {
                if (File.Exists(errors) && new FileInfo(errors).Length > MostBytes)
                {
                    File.Delete(errors + ".1");
                    File.Move(errors, errors + ".1");
                }
                File.AppendAllText(errors, DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ") + " " + line + Environment.NewLine);
            }
            catch (IOException) { } // A full disk must not end the service.
            catch (UnauthorizedAccessException) { }
        }
    }

    // One argument as every Windows program reads it: backslashes count only before a quotation mark.
    static string Quoted(string word)
    {
        if (word.Length > 0 && word.IndexOfAny(new char[] { ' ', '\t', '"' }) < 0) return word;
        StringBuilder text = new StringBuilder("\"");
        int slashes = 0;
        foreach (char each in word)
        {
            if (each == '\\') { slashes++; continue; }
            text.Append('\\', each == '"' ? slashes * 2 + 1 : slashes).Append(each);
            slashes = 0;
        }
        return text.Append('\\', slashes * 2).Append('"').ToString();
    }
}
