package org.handover.lab.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import org.handover.lab.windows.Disk;

/** A file that SFTP writes to or reads from, on a disk that may be full. */
final class BoundedChannel implements SeekableByteChannel {
    private final SeekableByteChannel opened;
    private final Disk disk;
    private final Path file;

    BoundedChannel(SeekableByteChannel opened, Disk disk, Path file) {
        this.opened = opened;
        this.disk = disk;
        this.file = file;
    }

    SeekableByteChannel opened() {
        return opened;
    }

    @Override
    public int read(ByteBuffer buffer) throws IOException {
        return opened.read(buffer);
    }

    @Override
    public int write(ByteBuffer buffer) throws IOException {
        disk.take(buffer.remaining(), file);
        return opened.write(buffer);
    }

    @Override
    public long position() throws IOException {
        return opened.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        opened.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return opened.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        opened.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return opened.isOpen();
    }

    @Override
    public void close() throws IOException {
        opened.close();
    }
}
