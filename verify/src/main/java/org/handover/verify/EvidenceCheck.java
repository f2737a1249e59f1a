package org.handover.verify;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks a package of evidence, from the zip inwards: form, files, signature, chain, head, trust. */
public final class EvidenceCheck {

    private final Optional<X509Certificate> trust;
    private final Optional<Path> heads;

    /**
     * @param trust the certificate that the reader trusts, obtained on another way than the evidence
     * @param heads the folder outside the host to which the installation sends its heads
     */
    public EvidenceCheck(Optional<X509Certificate> trust, Optional<Path> heads) {
        this.trust = trust;
        this.heads = heads;
    }

    public Verdict check(Path zip) throws IOException {
        if (Files.isDirectory(zip)) {
            throw new FileSystemException(zip.toString(), null, "it is a folder");
        }
        if (Files.size(zip) > EvidenceZip.LARGEST) {
            return new Verdict.Broken("The file is larger than evidence can be.");
        }
        return check(Files.readAllBytes(zip));
    }

    public Verdict check(byte[] zip) throws IOException {
        try {
            return demand(zip);
        } catch (BrokenException e) {
            return new Verdict.Broken(e.sentence());
        }
    }

    private Verdict demand(byte[] zip) throws BrokenException, IOException {
        Map<String, byte[]> files = EvidenceZip.read(zip);
        demandFirst(List.copyOf(files.keySet()));
        byte[] manifestBytes = files.remove(Manifest.NAME);
        byte[] seal = files.remove(Seal.NAME);
        if (manifestBytes == null || seal == null) {
            throw new BrokenException(
                    "The file %s is missing.".formatted(manifestBytes == null ? Manifest.NAME : Seal.NAME));
        }
        Manifest manifest = Manifest.parse(manifestBytes);
        manifest.demandSame(files);
        PackedEvidence evidence = new PackedEvidence(manifest.failover(), files);
        Seal.demandSignatureOf(evidence.keys().certificate(manifest.key()), manifestBytes, seal);
        long entries = evidence.demandWhole();
        if (heads.isPresent()) {
            demandSentAway(evidence.head(), heads.get());
        }
        SignedHead head = evidence.head();
        if (trust.isEmpty()) {
            return new Verdict.Intact(manifest.failover(), entries, head.number(), head.at(), manifest.key());
        }
        for (Hash key : new Hash[] {manifest.key(), head.key()}) {
            if (!evidence.keys().reaches(trust.get(), key)) {
                throw new BrokenException("It is signed by the key %s, and the trusted certificate is another one (%s)."
                        .formatted(key, Certificates.fingerprint(trust.get())));
            }
        }
        return new Verdict.Valid(manifest.failover(), entries, head.number(), head.at(), manifest.key());
    }

    /** The manifest and its signature stand first; everything else is where the manifest has it. */
    private static void demandFirst(List<String> names) throws BrokenException {
        if (names.size() > 1
                && names.contains(Manifest.NAME)
                && names.contains(Seal.NAME)
                && !names.subList(0, 2).equals(List.of(Manifest.NAME, Seal.NAME))) {
            throw new BrokenException("The files of the zip are not in the order in which evidence is written.");
        }
    }

    private static void demandSentAway(SignedHead head, Path folder) throws BrokenException, IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        Path sent = folder.resolve(head.fileName());
        if (!Files.exists(sent)) {
            throw new BrokenException("Head %d is not among those that were sent away.".formatted(head.number()));
        }
        if (!Files.readString(sent).equals(head.text())) {
            throw new BrokenException(
                    "Head %d is not the one that was sent away under this number.".formatted(head.number()));
        }
    }
}
