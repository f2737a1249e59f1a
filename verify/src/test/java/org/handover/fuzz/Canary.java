package org.handover.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;

/** An address that nobody may call, however much the input asks for it. */
public final class Canary implements AutoCloseable {
    private final ServerSocket network;

    public Canary() {
        try {
            this.network = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            network.setSoTimeout(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return "http://127.0.0.1:" + network.getLocalPort() + "/canary";
    }

    /** A connection that was opened waits in the socket until it is looked for. */
    public boolean wasCalled() {
        try {
            network.accept().close();
            return true;
        } catch (SocketTimeoutException nobody) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        boolean called = wasCalled();
        try {
            network.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(called).as("somebody opened what the input names").isFalse();
    }
}
