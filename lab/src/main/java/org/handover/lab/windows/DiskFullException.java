package org.handover.lab.windows;

import java.nio.file.FileSystemException;

/** Windows' error 112: there is no room left for what was to be written. */
public final class DiskFullException extends FileSystemException {
    DiskFullException(String windowsPath) {
        super(windowsPath, null, "The disk is full");
    }
}
