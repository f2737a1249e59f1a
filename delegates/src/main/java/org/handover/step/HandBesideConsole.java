package org.handover.step;

import java.time.Duration;
import org.handover.console.ConsoleException;
import org.handover.console.PromptScript;
import org.handover.console.RemoteConsole;
import org.handover.console.Transcript;
import org.handover.sso.WindowsPath;

/** A console in whose place a person types where the server refuses the logon: then nothing was typed, and it is not tried again. */
final class HandBesideConsole implements RemoteConsole {

    private final RemoteConsole console;
    private final RemoteConsole person;

    HandBesideConsole(RemoteConsole console, RemoteConsole person) {
        this.console = console;
        this.person = person;
    }

    private interface Act<T> {
        T on(RemoteConsole console) throws ConsoleException, InterruptedException;
    }

    private <T> T either(Act<T> act) throws ConsoleException, InterruptedException {
        try {
            return act.on(console);
        } catch (ConsoleException.LogonRefused refused) {
            return act.on(person);
        }
    }

    @Override
    public Transcript type(String commandLine, Duration limit) throws ConsoleException, InterruptedException {
        return either(hands -> hands.type(commandLine, limit));
    }

    @Override
    public Transcript typeWithPrompts(String commandLine, PromptScript script, Duration limit)
            throws ConsoleException, InterruptedException {
        return either(hands -> hands.typeWithPrompts(commandLine, script, limit));
    }

    @Override
    public byte[] read(WindowsPath file, int maxBytes) throws ConsoleException, InterruptedException {
        return either(hands -> hands.read(file, maxBytes));
    }

    @Override
    public void write(WindowsPath file, byte[] content) throws ConsoleException, InterruptedException {
        either(hands -> {
            hands.write(file, content);
            return file;
        });
    }

    @Override
    public boolean exists(WindowsPath file) throws ConsoleException, InterruptedException {
        return either(hands -> hands.exists(file));
    }

    @Override
    public void delete(WindowsPath file) throws ConsoleException, InterruptedException {
        either(hands -> {
            hands.delete(file);
            return file;
        });
    }
}
