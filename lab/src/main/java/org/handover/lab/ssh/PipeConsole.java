package org.handover.lab.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.handover.lab.windows.ProcessConsole;
import org.handover.lab.windows.ProcessTree;
import org.handover.lab.windows.WindowsServer;

/**
 * What a process has that sshd started without a pty: three pipes in the OEM code page and no console at all. When the
 * connection is gone, what is printed goes nowhere and the process goes on (docs/windows-consoles.md, What happens to the
 * command line).
 */
final class PipeConsole implements ProcessConsole {
    private final ProcessTree tree;
    private final InputStream in;
    private final OutputStream out;
    private final OutputStream err;
    private volatile int codePage = 437;
    private volatile boolean broken;

    PipeConsole(ProcessTree tree, InputStream in, OutputStream out, OutputStream err) {
        this.tree = tree;
        this.in = in;
        this.out = out;
        this.err = err;
    }

    @Override
    public void out(String text) {
        write(out, text);
    }

    @Override
    public void err(String text) {
        write(err, text);
    }

    @Override
    public String readConsoleLine(String prompt, boolean mask) throws InterruptedException {
        new CountDownLatch(1).await();
        return "";
    }

    @Override
    public String readStandardInput(String prompt) throws InterruptedException {
        out(prompt);
        return standardInputLine().orElse("");
    }

    @Override
    public Optional<String> standardInputLine() throws InterruptedException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try {
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    return line.size() == 0 ? Optional.empty() : Optional.of(text(line));
                }
                line.write(c);
            }
            return Optional.of(text(line));
        } catch (InterruptedIOException e) {
            throw new InterruptedException();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String text(ByteArrayOutputStream line) {
        String text = line.toString(WindowsServer.OEM);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    @Override
    public int codePage() {
        return codePage;
    }

    @Override
    public void codePage(int number) {
        codePage = number;
    }

    private Charset charset() {
        return switch (codePage) {
            case 65001 -> StandardCharsets.UTF_8;
            case 1252 -> Charset.forName("windows-1252");
            case 850 -> Charset.forName("IBM850");
            default -> WindowsServer.OEM;
        };
    }

    private void write(OutputStream stream, String text) {
        if (broken || tree.ended()) {
            return;
        }
        try {
            stream.write(text.getBytes(charset()));
            stream.flush();
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            broken = true;
        }
    }
}
