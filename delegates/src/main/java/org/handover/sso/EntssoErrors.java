package org.handover.sso;

import java.util.LinkedHashMap;
import java.util.Map;

/** The codes of docs/entsso.md 5.5 that can occur while a master secret server is changed; the words are ours. */
final class EntssoErrors {
    private final Map<String, EntssoError> all = new LinkedHashMap<>();

    private EntssoErrors() {}

    static Map<String, EntssoError> known() {
        EntssoErrors errors = new EntssoErrors();
        errors.entsso();
        errors.windows();
        return Map.copyOf(errors.all);
    }

    private void entsso() {
        add(
                "0xC0002A02",
                "The SSO system is disabled.",
                "Ask who disabled it, and have them enable it (ssomanage -enablesso). ENTSSO notices that when it polls, after a minute at most; then try again.");
        add(
                "0xC0002A07",
                "The backup file lies on a disk that ENTSSO does not trust.",
                "Use a file on an NTFS disk or on removable media.");
        add(
                EntssoError.NOT_THE_MASTER,
                "The server does not regard itself as the master secret server.",
                "Check with ssomanage -displaydb which server the database names, and that ENTSSO was restarted there since it was named.");
        add(
                EntssoError.SERVER_NOT_REACHED,
                "ENTSSO could not be reached on the server that the tool talks to.",
                "Check that ENTSSO runs there and which server ssomanage -showserver names.");
        add(
                "0xC0002A10",
                "ENTSSO is offline because it has lost the SSO database.",
                "Bring the SSO database back; ENTSSO follows.");
        add(
                EntssoError.NOT_LOCAL_ADMINISTRATOR,
                "The account lacks the rights of a local administrator on the server that answers.",
                "Log on with an elevated administrator's account of that server.");
        add(
                "0xC0002A14",
                "The account is not in the SSO Administrators.",
                "Add it to the group, log on afresh, and try again.");
        add(
                "0xC0002A15",
                "The change demands that the SSO system is disabled first.",
                "Do not change accounts while a master secret server is changed; name only the secret server.");
        add(
                "0xC0002A16",
                "ENTSSO's own account is not in the SSO Administrators that were named.",
                "Name only the secret server, or put the service account into the group first.");
        add(
                "0xC0002A18",
                "An account is written in a form that ENTSSO does not accept.",
                "Write domain accounts as DOMAIN\\name and local ones without a domain.");
        add("0xC0002A19", "A built-in account was named.", "Name a group or account of your own.");
        add(
                "0xC0002A1A",
                "A value could not be decrypted.",
                "Check that the secret that was restored is the one in use, by its MSID.");
        add(
                EntssoError.WRONG_PASSWORD,
                "The password does not open the restore file.",
                "Give the password again; the file's reminder is shown with the question.");
        add("0xC0002A1C", "An account is not valid or does not exist.", "Check the name of the account.");
        add(
                EntssoError.NO_SECRET,
                "The master secret server has no secret to encrypt or decrypt with.",
                "Restore the master secret there.");
        add(
                EntssoError.FILE_NOT_OPENED,
                "ENTSSO could not open or create the file.",
                "Check the path, and that the account and ENTSSO's own account may read the file.");
        add(
                "0xC0002A21",
                "The SSO database could not be used, or somebody else changed its settings at the same moment.",
                "Check that the SQL server runs and can be reached from the server, and that nobody else is changing the SSO system; then try again.");
        add("0xC0002A24", "A distributed transaction was refused.", "Check MSDTC on the server and on the SQL server.");
        add("0xC0002A25", "A distributed transaction was refused.", "Check MSDTC on the server and on the SQL server.");
        add(
                EntssoError.REENCRYPTION_RUNS,
                "The SSO database is being encrypted again under another secret.",
                "Wait until the master logs event 10528, then try again.");
        add(
                EntssoError.WRONG_SECRET,
                "The file holds another secret than the one in use.",
                "Choose the restore file whose MSID is the one in use.");
        add(
                "0xC0002A50",
                "The SSO database is older than the server.",
                "Upgrade the master secret server and the database first.");
        add(
                "0xC0002A52",
                "The account is not in the SSO Administrators.",
                "Add it to the group, log on afresh, and try again.");
        add("0xC0002A54", "The password is shorter than 7 characters.", "Give a password of 7 to 256 characters.");
        add("0xC0002A57", "The password is longer than 256 characters.", "Give a password of 7 to 256 characters.");
        add("0xC0002A58", "The reminder is longer than 512 characters.", "Give a shorter reminder.");
        add(
                EntssoError.ACCESS_DENIED,
                "ENTSSO refused the account.",
                "Check that it is in the SSO Administrators and has logged on since it was added; events 11042 and 11009 name the groups.");
        add(
                "0xC0002A5B",
                "The master secret server has no secret to encrypt or decrypt with.",
                "Restore the master secret there.");
        add(
                "0xC0002A5D",
                "The SSO database could not be used.",
                "Check that the SQL server runs and can be reached from the server.");
        add("0x80002918", "The master secret server is up and holds no secret.", "Restore the master secret there.");
    }

    private void windows() {
        add(
                "0x80070005",
                "Windows denied the access.",
                "Check the account's groups, that it has logged on since it was added, and that its logon is elevated.");
        add(
                "0x800706BA",
                "The server that ENTSSO was asked on cannot be reached.",
                "Check the server's name, that ENTSSO runs there, and the firewall.");
        add(
                "0x800706D9",
                "The part of ENTSSO that hands out the secret is not running on that server.",
                "Check that ENTSSO runs there and that the server is the master secret server.");
        add(
                "0x80090005",
                "What was decrypted is not valid data.",
                "Check the version: BizTalk Server 2013 R2 and Host Integration Server 2013 need KB 3062831 before a restore. Where it is missing, install it, restore the secret once more with ssoconfig -restoresecret, and try again.");
    }

    private void add(String code, String means, String whatToDo) {
        all.put(code, new EntssoError(code, means, whatToDo));
    }
}
