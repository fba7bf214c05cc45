import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dygn.files.actions.store_file import store_file
from dygn.identity.actor import Actor

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def an_upload(name="plan.pdf", content=PDF):
    return SimpleUploadedFile(name, content)


def a_photo(format="JPEG", size=(40, 30), **extra):
    out = io.BytesIO()
    Image.new("RGB", size, "seagreen").save(out, format, **extra)
    return out.getvalue()


def a_photo_with_a_place():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of Karin"
    exif.get_ifd(0x8825)[2] = (59.0, 19.0, 0.0)
    return a_photo(exif=exif)


def a_zip(entries, *, compression=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_docx(**more):
    return a_zip({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>", **more})


def a_stored_file(*, subject="thing:1", actor=None, name="plan.pdf", content=PDF, **more):
    return store_file(an_upload(name, content), subject=subject, actor=actor or Actor.nobody(None), **more)
